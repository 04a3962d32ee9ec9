import MusterCore

/// When an agent is taken out of service, and how it comes back.
///
/// A cumulative sum (CUSUM) of log-likelihood ratios watches how often each agent fails. With the defaults a dead
/// agent is found after 5 tries, one that fails half of them after 15, and one that fails a tenth as usual is
/// suspected once in 18,600.
public struct HealthSettings: SettingsSection {
  public var cusum = CusumSettings()
  public var coolDown = 10 * Span.second
  /// The parts of its concurrency that an agent gets, step by step, when it comes back.
  public var rampSteps = [0.1, 0.25, 0.5, 1]

  public init() {}

  static let fields: [Field<HealthSettings>] = [
    .section("cusum", \.cusum, "When a change for the worse is an alarm."),
    .value(
      "cool-down", \.coolDown, .duration(Span.millisecond...Span.day),
      "How long an agent rests after an alarm."),
    .values(
      "ramp-steps", \.rampSteps, .number("above 0 and up to 1") { $0 > 0 && $0 <= 1 },
      example: ["0.1", "0.25", "0.5", "1"],
      "The parts of its concurrency that an agent gets when it comes back, each once the last went well."),
  ]
}

/// When a change for the worse is an alarm.
public struct CusumSettings: SettingsSection {
  public var threshold = 8.0
  public var normalFailures = 0.1

  public init() {}

  static let fields: [Field<CusumSettings>] = [
    .value(
      "threshold", \.threshold, .positive, "The evidence that is an alarm, in nats; more is slower and surer."
    ),
    .value(
      "normal-failures", \.normalFailures, .number("above 0 and up to 0.5") { $0 > 0 && $0 <= 0.5 },
      "The share of tries that may fail and not count as a fault; an agent's own, if that is higher."),
  ]
}
