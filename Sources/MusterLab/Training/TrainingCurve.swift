import MusterLearning
import MusterMath

/// How learning went: a point an evaluation.
public struct TrainingCurve: Sendable, Equatable {
  /// What was measured after so many steps.
  public struct Point: Sendable, Equatable {
    public var step: Int
    /// On seeds not trained on; higher is better.
    public var score: Double
    /// What the evaluation and the last step measured, by name.
    public var values: [TrainingValue]
  }

  /// By rising step.
  public internal(set) var points: [Point] = []

  public init() {}

  /// The best point, the first among equals.
  public var best: Point? {
    points.reduce(nil) { best, point in
      if let best, best.score >= point.score { best } else { point }
    }
  }

  /// The scores as a line of blocks, the lowest as the lowest block; the last `width` points.
  public func sparkline(width: Int) -> String {
    let scores = points.suffix(max(width, 0)).map(\.score)
    guard let low = scores.min(), let high = scores.max() else { return "" }
    let blocks = Array("▁▂▃▄▅▆▇█")
    return String(
      scores.map { score in
        high > low ? blocks[Int((score - low) / (high - low) * Double(blocks.count - 1) + 0.5)] : blocks[0]
      })
  }

  /// Curves for a report: the score and each value over the steps.
  public var curves: [Curve] {
    var names: [String] = []
    for value in points.flatMap(\.values) where !names.contains(value.name) { names.append(value.name) }
    func curve(_ name: String, _ value: (Point) -> Double?) -> Curve {
      Curve(
        name: name, xUnit: "steps", yUnit: "",
        points: points.compactMap { point in value(point).map { CurvePoint(Double(point.step), $0) } })
    }
    return [curve("score on held-out seeds") { $0.score }]
      + names.map { name in curve(name) { $0.values.first { $0.name == name }?.value } }
  }

  func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(points.count))
    for point in points {
      writer.varint(UInt64(point.step))
      writer.double(point.score)
      TrainingValue.encode(point.values, into: &writer)
    }
  }

  /// A number of steps. Throws where it is none that a run can reach.
  static func step(from reader: inout ByteReader) throws -> Int {
    let found = try reader.varint()
    guard let step = Int(exactly: found) else {
      throw CheckpointError.mismatch(what: "steps", found: "\(found)", expected: "at most \(Int.max)")
    }
    return step
  }

  init(from reader: inout ByteReader) throws {
    for _ in 0..<(try reader.count(bytesEach: 10)) {
      let step = try Self.step(from: &reader)
      let score = try reader.double()
      points.append(Point(step: step, score: score, values: try TrainingValue.decode(from: &reader)))
    }
  }
}
