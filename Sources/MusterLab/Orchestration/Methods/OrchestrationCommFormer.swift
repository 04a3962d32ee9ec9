import MusterLearning

extension OrchestrationMethod {
  private static let edges = TraceKey.number(
    "edges", 0.4, in: 0...1, "share of the others that an agent can hear")
  private static let edgeRate = TraceKey.number("edge-rate", 1e-3, in: 1e-9...1, "the rate of the graph")
  private static let decoding = TraceKey.choice(
    "decoding", Decoding.sequential, "agents choose one after the other, or all at once")
  private static let width = TraceKey.whole("width", 32, in: 1...4096, "numbers in what an agent says")

  private enum Decoding: String, Sendable, CaseIterable { case sequential, parallel }

  /// CommFormer: agents that hear each other along a learned graph and choose one after the other.
  static let commformer = OrchestrationMethod(
    "commformer", "The same world, agents that hear each other, then choose in turn.",
    source: "CommFormer, Hu et al., 2024",
    keys: [edges.parameter, edgeRate.parameter, width.parameter, decoding.parameter] + PPOKeys.all
  ) { spec, plan, world in
    var settings = try PPOKeys.settings(spec, plan)
    var communication = Communication()
    communication.width = try spec.value(width)
    communication.edgeShare = try spec.value(edges)
    communication.edgeRate = Float(try spec.value(edgeRate))
    communication.isSequential = try spec.value(decoding) == .sequential
    settings.design = .communicating(communication)
    return try PPOTrainer(settings, threads: 1, world: world)
  }

  /// The same with this share of edges.
  public static func communicating(_ share: Double) -> OrchestrationMethod {
    commformer.with(["edges=\(plain(share))"], name: "commformer \(Int(share * 100))%")
  }
}
