import MusterLearning
import MusterMath

/// A method that learns to orchestrate: how its learner is made for an ``OrchestrationWorld``.
///
/// `muster train` and ``OrchestrationStudy`` take methods from one list, ``all``: a hyper-parameter is a key of its
/// method with one default, and an ablation is a method with another value.
public struct OrchestrationMethod: Sendable {
  /// As it is called in reports: the name that `muster train` knows and, for an ablation, what differs.
  public private(set) var name: String
  /// One line for people.
  public let summary: String
  /// Where it is from.
  public let source: String
  /// Share of one's own reward in what agents are paid while they learn.
  public var localWeight: Float = 0.5
  /// How long agents learn by advice first. Methods without this key, or with 0, have no advisor.
  static let advice = TraceKey.whole(
    "advice", 20_000, in: 0...1_000_000_000,
    "frames in which agents first learn to do as a rule that was searched for on the training tasks; 0 for no advice"
  )
  /// Steps of the search for the weights of the rule that advises; 0 takes the best rule of thumb.
  static let search = TraceKey.whole(
    "search", 12, in: 0...10_000,
    "steps of the search for the rule that advises; 0 takes the best rule of thumb")
  /// What can be set that is the method's own.
  let keys: [TraceParameter]
  /// `key=value` each; those left out have their defaults.
  private var settings: [String] = []
  private let make: @Sendable (TraceSpec, Plan, (Range<Int>) -> any VectorWorld) throws -> any TeamLearner

  /// What all methods are told: how long they learn, by what luck, and on how much at once.
  public struct Plan: Sendable, Equatable {
    /// Steps of single copies over which rates fall to 0; 0 keeps them.
    public var frames: Int
    /// Where all randomness comes from.
    public var seed: UInt64
    /// Copies of the world that are stepped together.
    public var copies = 32
    /// Steps of each copy in a batch.
    public var horizon = 32
    /// Discount of future rewards, a step.
    public var discount: Float = 0.995

    /// So many frames under this seed.
    public init(frames: Int, seed: UInt64) {
      self.frames = frames
      self.seed = seed
    }
  }

  init(
    _ name: String, _ summary: String, source: String, keys: [TraceParameter],
    make: @escaping @Sendable (TraceSpec, Plan, (Range<Int>) -> any VectorWorld) throws -> any TeamLearner
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.keys = keys
    self.make = make
  }

  /// All methods there are, in the order in which they should be read.
  public static let all: [OrchestrationMethod] = [
    roles, mappo, ippo, vdn, qmix, coma, maddpg, twoStage, commformer, gmah, intrinsic,
  ]

  /// All without roles.
  public static var others: [OrchestrationMethod] { Array(all.dropFirst()) }

  /// The same with other values of some keys, `key=value` each, called `name` in reports.
  func with(_ settings: [String], name: String) -> OrchestrationMethod {
    var changed = self
    changed.settings += settings
    changed.name = name
    return changed
  }

  /// Who advises on the tasks of `source`; nil where the method takes no advice. It takes seconds to minutes: see
  /// ``OrchestrationSearch``. Threads change the time and nothing else.
  public func advisor(
    on source: OrchestrationSource, _ settings: OrchestrationSettings, seed: UInt64, threads: Int
  ) throws -> OrchestrationRule? {
    try advisors(spec(), on: [source], settings, seed: seed, threads: threads) { _ in {} }[0]
  }

  /// The learner at its beginning. `world` makes the copies of the given numbers. Throws ``TrainingError`` where it
  /// cannot learn there.
  public func learner(_ plan: Plan, world: (Range<Int>) -> any VectorWorld) throws -> any TeamLearner {
    try make(spec(), plan, world)
  }

  func takesAdvice() throws -> Bool { try takesAdvice(spec()) }

  private func takesAdvice(_ spec: TraceSpec) throws -> Bool {
    let knowsAdvice = keys.contains { $0.name == Self.advice.parameter.name }
    return try knowsAdvice && spec.value(Self.advice) > 0
  }

  private func spec() throws -> TraceSpec {
    let spec = try TraceSpec("method?" + settings.joined(separator: "&"))
    try spec.checkKeys(among: keys)
    return spec
  }

  /// Who advises on the tasks of each source; nil where the method takes no advice. `watch` is as in
  /// ``TrainingGround``.
  func advisors(
    _ spec: TraceSpec, on sources: [OrchestrationSource], _ settings: OrchestrationSettings, seed: UInt64,
    threads: Int, watch: (_ pieces: Int) -> @Sendable () -> Void
  ) throws -> [OrchestrationRule?] {
    if try !takesAdvice(spec) { return sources.map { _ in nil } }
    let seed = Mix.hash(seed, 0xAD1C)
    var search = OrchestrationSearch(seed: seed)
    search.steps = try spec.value(Self.search)
    let isSearched = search.steps > 0
    let pieces = isSearched ? search.steps * search.population : OrchestrationRule.all.count
    let advance = watch(sources.count * pieces)
    return try sources.map { source in
      isSearched
        ? try search.rule(on: source, settings, threads: threads, advance)
        : try OrchestrationRule.best(
          on: source, settings, seeds: seed...seed, episodes: 16, threads: threads, advance)
    }
  }

  /// The same with the method's keys as `spec` has them; it may hold others.
  func learner(
    _ spec: TraceSpec, _ plan: Plan, world: (Range<Int>) -> any VectorWorld
  ) throws -> any TeamLearner {
    try make(spec, plan, world)
  }
}
