import MusterLearning
import MusterMath

/// A rule as bytes: its weights or, without any, its name and how it is set.
extension OrchestrationRule {
  func encode(into writer: inout ByteWriter) {
    (weights.map { OrchestrationAdvice.weights($0) } ?? .none).encode(into: &writer)
    if weights != nil { return }
    writer.string(name)
    writer.zigzag(Int64(level))
    writer.byte(copiesHotShards ? 1 : 0)
  }

  /// Throws where the bytes are of a rule, or a level, that there is not.
  init(from reader: inout ByteReader) throws {
    if case .weights(let weights) = try OrchestrationAdvice(from: &reader) {
      self.init(weights: weights)
      return
    }
    let name = try reader.string()
    let known = Self.all + Self.all.map(\.moving)
    guard var rule = known.first(where: { $0.name == name }) else {
      throw CheckpointError.mismatch(
        what: "the rule", found: "\"\(name)\"",
        expected: "one of \(known.map(\.name).joined(separator: ", "))")
    }
    let level = try reader.zigzag()
    guard OrchestrationLayout.levels.indices.contains(Int(truncatingIfNeeded: level)) else {
      throw CheckpointError.mismatch(
        what: "a level of", found: "\(level)", expected: "\(OrchestrationLayout.levels.indices)")
    }
    rule.level = Int32(truncatingIfNeeded: level)
    rule.copiesHotShards = try reader.byte() != 0
    self = rule
  }
}
