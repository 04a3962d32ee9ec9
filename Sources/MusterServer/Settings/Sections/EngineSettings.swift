import MusterCore

/// How the engine keeps its tasks and agents.
public struct EngineSettings: SettingsSection {
  public var queueLimit = 100_000
  public var retention = 20_000
  public var leaseTerm = 30 * Span.second
  public var suspectAfter = 15 * Span.second
  public var leaveAfter = 5 * Span.minute
  public var preemption = false
  public var fairPreemption = false
  public var preemptionRest = 10 * Span.second
  public var explainedCandidates = 8
  public var seed: UInt64 = 0

  public init() {}

  static let fields: [Field<EngineSettings>] = [
    .value(
      "queue-limit", \.queueLimit, .integer(1...100_000_000),
      "The most tasks that may be alive (not ended) at once."),
    .value(
      "retention", \.retention, .integer(0...100_000_000), "How many ended tasks can still be asked about."),
    .value(
      "lease-term", \.leaseTerm, .duration(Span.second...Span.longest, orNever: true),
      "A lease that is not renewed for this long lapses, and its task is tried again."),
    .value(
      "suspect-after", \.suspectAfter, .duration(Span.second...Span.longest, orNever: true),
      "An agent without a sign of life for this long gets no new work."),
    .value(
      "leave-after", \.leaveAfter, .duration(Span.second...Span.longest, orNever: true),
      "A suspected agent that stays silent for this much longer has left."),
    .value("preemption", \.preemption, .flag, "Whether running work gives way to work of higher priority."),
    .value(
      "fair-preemption", \.fairPreemption, .flag,
      "With preemption: whether work also gives way to that of a tenant with less than its fair share."),
    .value(
      "preemption-rest", \.preemptionRest, .duration(0...Span.longest),
      "For so long after it was given out, work does not give way for the sake of fairness."),
    .value(
      "explained-candidates", \.explainedCandidates, .integer(0...64),
      "How many candidates of each choice are recorded for `muster why`."),
    .value("seed", \.seed, .seed, "Seeds every draw."),
  ]

  /// The settings as the engine takes them.
  public var configuration: EngineConfiguration {
    EngineConfiguration(
      seed: seed, taskLimit: queueLimit, retention: retention, leaseTerm: leaseTerm,
      suspectAfter: suspectAfter,
      leaveAfter: leaveAfter,
      preemption: Preemption(
        enabled: preemption, rule: fairPreemption ? .fair : .priority,
        rest: fairPreemption ? preemptionRest : 0),
      explainedCandidates: explainedCandidates)
  }
}
