import MusterCore
import MusterMath

/// What the linear bandits have in common: what they learn, how it is kept and added up.
protocol LinearScore: ListScorer {
  static var name: String { get }
  var arms: LinearArms { get set }
}

extension LinearScore {
  public var hasFeatures: Bool { true }

  public mutating func features(
    for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]
  ) {
    arms.features(for: task, agent: agent, in: frame, into: &features)
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.reward.isFinite { arms.observe(outcome) }
  }

  public mutating func forgetDecisions() { arms.forgetDecisions() }

  public func snapshot() -> [UInt8] {
    if arms.now == 0 { return [] }
    var writer = ByteWriter()
    arms.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    arms = bytes.isEmpty ? arms.blank : try read(bytes)
  }

  /// Adds what another learned: A and b add up. Decisions of the other cannot be corrected here. Evidence of a
  /// window has no place in another's order of events: it is refused.
  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty { return }
    let other = try read(bytes)
    try arms.forgetting.requireSums(of: Self.name)
    arms.merge(other)
  }

  private func read(_ bytes: [UInt8]) throws(PolicyError) -> LinearArms {
    let like = arms.blank
    return try Learned.read(bytes, word: Self.name) { (reader: inout ByteReader) throws(ByteError) in
      try LinearArms(from: &reader, like: like)
    }
  }

  static func arms(_ arguments: Arguments) -> LinearArms {
    LinearArms(
      isShared: arguments.choice("share") == "shared", ridge: arguments.number("ridge"),
      forgetting: Forgetting(arguments))
  }

  static var parameters: [Parameter] {
    [
      Parameter(
        "ridge", .number(0.001...1_000_000), standard: .number(1),
        meaning: "How strongly coefficients are held near zero: lambda."),
      Parameter(
        "share", .choice(["agent", "shared"]), standard: .name("agent"),
        meaning: "Coefficients of each agent over the task, or shared ones over task and agent."),
      Forgetting.discount, Forgetting.window,
    ] + Forgetting.detection
  }
}
