import MusterMath

/// How fast the advantage of one agent grows with its budget: beta of advantage ~ budget^beta, as the slope of
/// log(2p - 1) over log(budget), by least squares over octaves of budgets weighted by their tries. O(1) an outcome.
struct BudgetGain: Sendable, Equatable {
  /// Octaves with fewer tries say nothing.
  static let warmup: UInt64 = 30

  /// Tries and successes by the octave of the budget.
  private var tries = [UInt64](repeating: 0, count: 32)
  private var successes = [UInt64](repeating: 0, count: 32)

  init() {}

  mutating func add(_ succeeded: Bool, budget: Int32) {
    let octave = 31 - max(budget, 1).leadingZeroBitCount
    tries[octave] += 1
    successes[octave] += succeeded ? 1 : 0
  }

  /// At least 0; nil where fewer than two octaves tell. One with no more successes than failures has no advantage
  /// to take the log of.
  var exponent: Double? {
    var (weight, meanX, meanY) = (0.0, 0.0, 0.0)
    var points: [(x: Double, y: Double, weight: Double)] = []
    for octave in tries.indices where tries[octave] >= BudgetGain.warmup {
      let advantage = 2 * Double(successes[octave]) / Double(tries[octave]) - 1
      guard advantage > 0 else { continue }
      points.append((Double(octave) * Portable.log(2), Portable.log(advantage), Double(tries[octave])))
    }
    guard points.count >= 2 else { return nil }
    for point in points {
      weight += point.weight
      meanX += point.weight * point.x
      meanY += point.weight * point.y
    }
    meanX /= weight
    meanY /= weight
    var (above, below) = (0.0, 0.0)
    for point in points {
      above += point.weight * (point.x - meanX) * (point.y - meanY)
      below += point.weight * (point.x - meanX) * (point.x - meanX)
    }
    return max(above / below, 0)
  }

  func write(to writer: inout ByteWriter) {
    for octave in tries.indices {
      writer.varint(tries[octave])
      writer.varint(successes[octave])
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    for octave in tries.indices {
      tries[octave] = try reader.varint()
      successes[octave] = try reader.varint()
      guard successes[octave] <= tries[octave] else { return nil }
    }
  }
}
