import MusterCore

/// When an agent is taken out of service, and how it comes back.
///
/// A cumulative sum (CUSUM; Page, 1954) watches each agent's failures and latency in standard deviations from
/// its own mean: it adds what lies above the drift, never falls below zero, and alarms above the threshold.
/// The defaults, 0.5 and 5, find a shift of one deviation after about 10 observations and alarm falsely about
/// once in 930 (one-sided; Montgomery, Statistical Quality Control, ch. 9).
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

/// When a change for the worse is an alarm, in standard deviations.
public struct CusumSettings: SettingsSection {
  public var threshold = 5.0
  public var drift = 0.5

  public init() {}

  static let fields: [Field<CusumSettings>] = [
    .value("threshold", \.threshold, .positive, "The sum that is an alarm, in standard deviations."),
    .value(
      "drift", \.drift, .number("of zero or more") { $0 >= 0 },
      "What each observation may lie above the mean and not count, in standard deviations."),
  ]
}
