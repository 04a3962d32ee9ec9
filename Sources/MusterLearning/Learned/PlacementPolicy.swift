import MusterMath
import MusterPolicy

extension LearnedKind {
  /// What `muster train placement` fits: ``LearnedPlacement`` with other weights.
  static let placement = LearnedKind("placement") { checkpoint in
    .pairScorer(LearnedPlacement(try checkpoint.read("policy") { try PlacementWeights(from: &$0) }))
  }
}

/// Weights as bytes: every feature by name, so that a reader can tell what does not fit.
extension PlacementWeights {
  package func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(PlacementFeature.allCases.count))
    for feature in PlacementFeature.allCases { writer.string(feature.name) }
    for value in values { writer.float(value) }
  }

  /// Throws where the bytes are of other features or hold a number that is not finite.
  package init(from reader: inout ByteReader) throws {
    var names: [String] = []
    for _ in 0..<(try reader.count()) { names.append(try reader.string()) }
    let expected = PlacementFeature.allCases.map(\.name)
    try Network.expect("features", names, expected)
    var values: [Float] = []
    for _ in 0..<Self.count { values.append(try reader.float()) }
    if let odd = values.first(where: { !$0.isFinite }) {
      throw CheckpointError.mismatch(what: "a weight of", found: "\(odd)", expected: "finite numbers")
    }
    self.init(values: values)
  }
}
