/// All that `muster train placement` can be told: `--set KEY=VALUE`.
public struct PlacementSettings: Sendable, Equatable {
  static let search = TraceKey.choice(
    "search", WeightSearch.Method.crossEntropy,
    "how weights are searched for; cross-entropy found the ones shipped")
  static let start = TraceKey.choice("start", Start.fragmentation, "where the search begins")
  static let population = TraceKey.whole("population", 40, in: 4...10_000, "sets of weights tried in a step")
  static let cases = TraceKey.whole("cases", 16, in: 1...10_000, "runs that each set of weights is tried on")
  static let scale = TraceKey.number(
    "scale", 0.25, in: 0.01...1, "share of the pool's agents in a training run")
  static let deviation = TraceKey.number(
    "deviation", 0.2, in: 0.0001...100, "standard deviation of the weights at first")
  static let floor = TraceKey.number(
    "floor", 0.01, in: 0...100, "the least that a standard deviation falls to")
  static let elite = TraceKey.number(
    "elite", 0.33, in: 0.01...1, "cross-entropy: share of the samples that the next step learns from")
  static let rate = TraceKey.number(
    "rate", 0.6, in: 0.001...1, "how far a step moves the distribution")
  static let loss = TraceKey.number(
    "loss", 2, in: 1...100, "what a point lost against FGD counts, where one gained counts 1")
  static let varied = TraceKey.number(
    "varied", 0.4, in: 0...1, "share of the cases whose mix is drawn anew instead of the trace's")
  static let widening = TraceKey.whole(
    "widening", 10, in: 0...1_000_000, "curriculum: steps over which the varied cases come in")
  static let plain = TraceKey.number("plain", 0.35, in: 0...0.95, "varied: most tasks without devices, share")
  static let several = TraceKey.number("several", 0.08, in: 0...1, "varied: most tasks on several devices")
  static let constrained = TraceKey.number(
    "constrained", 0.4, in: 0...1, "varied: most tasks that allow some models only")
  static let firstSeed = TraceKey.whole(
    "first-seed", 1000, in: 0...1_000_000_000, "the trace's seed of the first step; each step takes the next")
  static let heldOut = TraceKey.whole(
    "held-out", 500, in: 0...1_000_000_000, "the first seed of the evaluations, outside those of the steps")
  static let evaluations = TraceKey.whole(
    "evaluations", 4, in: 1...1000, "held-out seeds of each trace in an evaluation")
  static let seed = TraceKey.whole("seed", 1, in: 0...1_000_000_000, "of everything that is drawn")

  /// Where the search begins.
  public enum Start: String, Sendable, CaseIterable {
    /// FGD alone.
    case fragmentation = "fgd"
    /// The weights that come with Muster.
    case trained
  }

  static let parameters: [TraceParameter] = [
    search.parameter, start.parameter, population.parameter, cases.parameter, scale.parameter,
    deviation.parameter, floor.parameter, elite.parameter, rate.parameter, loss.parameter, varied.parameter,
    widening.parameter, plain.parameter, several.parameter, constrained.parameter, firstSeed.parameter,
    heldOut.parameter, evaluations.parameter, seed.parameter,
  ]

  var plan: WeightSearch.Plan
  var start: Start
  var cases, widening, evaluations: Int
  var scale, deviation, loss: Double
  var varied, plain, several, constrained: Double
  var firstSeed, heldOut, seed: UInt64

  /// Reads them from `placement?key=value&...`.
  public init(_ spec: TraceSpec) throws(TraceSpecError) {
    start = try spec.value(Self.start)
    cases = try spec.value(Self.cases)
    widening = try spec.value(Self.widening)
    evaluations = try spec.value(Self.evaluations)
    scale = try spec.value(Self.scale)
    deviation = try spec.value(Self.deviation)
    loss = try spec.value(Self.loss)
    varied = try spec.value(Self.varied)
    plain = try spec.value(Self.plain)
    several = try spec.value(Self.several)
    constrained = try spec.value(Self.constrained)
    firstSeed = UInt64(try spec.value(Self.firstSeed))
    heldOut = UInt64(try spec.value(Self.heldOut))
    seed = UInt64(try spec.value(Self.seed))
    plan = WeightSearch.Plan(
      method: try spec.value(Self.search), population: try spec.value(Self.population),
      elite: try spec.value(Self.elite), rate: try spec.value(Self.rate),
      floor: try spec.value(Self.floor), seed: seed)
    guard heldOut + UInt64(evaluations) <= firstSeed else {
      throw spec.clash(Self.heldOut, expected: "all held-out seeds below first-seed, \(firstSeed)")
    }
  }
}
