import MusterMath

/// How many turns tries take, where some were cut short and would have taken more: counts by number of turns, and
/// the estimate of Kaplan and Meier (1958) from them.
///
/// `add` is O(1) amortised; `quantile` O(longest try seen). Eight bytes for each number of turns up to that.
struct TurnCounts: Sendable, Equatable {
  /// More turns count as so many.
  static let longest = 4096

  /// By turns: tries that came to their own end, and tries that were cut short.
  private var ended: [UInt32] = []
  private var cut: [UInt32] = []
  private(set) var count = 0

  mutating func add(_ turns: Int32, isCut: Bool) { add(turns, ended: isCut ? 0 : 1, cut: isCut ? 1 : 0) }

  private mutating func add(_ turns: Int32, ended more: UInt32, cut cutMore: UInt32) {
    let turns = min(max(Int(turns), 0), TurnCounts.longest)
    while ended.count <= turns {
      ended.append(0)
      cut.append(0)
    }
    ended[turns] = clamped(ended[turns], more)
    cut[turns] = clamped(cut[turns], cutMore)
    count += Int(more) + Int(cutMore)
  }

  private func clamped(_ count: UInt32, _ more: UInt32) -> UInt32 {
    let (sum, overflows) = count.addingReportingOverflow(more)
    return overflows ? .max : sum
  }

  mutating func merge(_ other: TurnCounts) {
    for turns in other.ended.indices { add(Int32(turns), ended: other.ended[turns], cut: other.cut[turns]) }
  }

  /// The least number of turns within which a share p of the tries ends; nil where too many were cut short to tell.
  func quantile(_ p: Double) -> Int32? {
    var atRisk = 0.0
    for turns in ended.indices { atRisk += Double(ended[turns]) + Double(cut[turns]) }
    var surviving = 1.0
    for turns in ended.indices where atRisk > 0 {
      surviving *= 1 - Double(ended[turns]) / atRisk
      // Above the rounding of the product, so that three of four are three quarters.
      if surviving <= 1 - p + 1e-9 && ended[turns] > 0 { return Int32(turns) }
      atRisk -= Double(ended[turns]) + Double(cut[turns])
    }
    return nil
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(ended.count))
    for turns in ended.indices {
      writer.varint(UInt64(ended[turns]))
      writer.varint(UInt64(cut[turns]))
    }
  }

  init() {}

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    let length = try reader.count(bytesEach: 2)
    guard (1...TurnCounts.longest + 1).contains(length) else { return nil }
    for _ in 0..<length {
      guard let ended = UInt32(exactly: try reader.varint()), let cut = UInt32(exactly: try reader.varint())
      else { return nil }
      self.ended.append(ended)
      self.cut.append(cut)
      count += Int(ended) + Int(cut)
    }
    guard ended[length - 1] > 0 || cut[length - 1] > 0 else { return nil }
  }
}
