import MusterCore

/// Decides how much an agent is trusted with, from what came back from it.
///
/// A one-sided Bernoulli CUSUM (Page, 1954; Montgomery, Statistical Quality Control, ch. 9) adds each try's
/// standardised failure less the drift, never falls below zero, and alarms above the threshold. An alarm (or a
/// refusal that names a time) puts the agent in quarantine: it gets nothing until it has cooled down. Then it comes
/// back step by step, a part of its concurrency at a time, and goes back to quarantine, for twice as long, if a try
/// of its probation fails. A pure value: time and outcomes come in, allowances come out. O(1) each.
struct HealthMonitor: Sendable {
  struct Rules: Sendable {
    var threshold = 5.0
    var drift = 0.5
    var coolDown: Nanoseconds = 10_000_000_000
    /// Parts of the concurrency, rising.
    var ramp = [0.1, 0.25, 0.5, 1]
    /// The share of failures that is normal, at least: below it one failure would be an alarm.
    var normalFailures = 0.1
    /// The longest quarantine, in cool-downs.
    var longest: Int64 = 32
  }

  enum State: Sendable, Equatable {
    case trusted
    case quarantined(until: Instant)
    /// On the step of the ramp, with so many successes on it.
    case probation(step: Int, successes: Int)
  }

  let rules: Rules
  private(set) var state = State.trusted
  /// The CUSUM.
  private(set) var sum = 0.0
  /// The share of failures so far, exponentially weighted.
  private(set) var failureShare = 0.0
  private var quarantines: Int64 = 0

  init(_ rules: Rules) { self.rules = rules }

  /// The most tasks at once that the agent should get: 0 in quarantine, `.max` when trusted.
  func allowance(concurrency: Int32) -> Int32 {
    switch state {
    case .trusted: .max
    case .quarantined: 0
    case .probation(let step, _): max(1, Int32((Double(concurrency) * rules.ramp[step]).rounded()))
    }
  }

  /// Takes an outcome in.
  mutating func observe(succeeded: Bool, concurrency: Int32, at now: Instant) {
    switch state {
    case .quarantined: return
    case .probation(let step, let successes):
      guard succeeded else { return quarantine(at: now) }
      if successes + 1 < Int(min(allowance(concurrency: concurrency), 10)) {
        state = .probation(step: step, successes: successes + 1)
      } else if step + 1 < rules.ramp.count {
        state = .probation(step: step + 1, successes: 0)
      } else {
        state = .trusted
        sum = 0
        quarantines = 0
      }
    case .trusted:
      let normal = min(0.5, max(rules.normalFailures, failureShare))
      let deviation = (normal * (1 - normal)).squareRoot()
      sum = max(0, sum + ((succeeded ? 0 : 1) - normal) / deviation - rules.drift)
      failureShare += ((succeeded ? 0 : 1) - failureShare) * 0.02
      if sum >= rules.threshold { quarantine(at: now) }
    }
  }

  /// Takes the agent out of service now, for its own time or for as long as it said.
  mutating func quarantine(at now: Instant, atLeast: Nanoseconds = 0) {
    let factor = min(rules.longest, 1 << min(quarantines, 30))
    quarantines += 1
    sum = 0
    state = .quarantined(until: now + max(atLeast, rules.coolDown * factor))
  }

  /// Holds the agent back until the instant, without a mark against it: its limit is used up.
  mutating func hold(until: Instant) {
    if case .quarantined(let other) = state, other >= until { return }
    state = .quarantined(until: until)
  }

  /// Lets a quarantine end whose time has come.
  mutating func advance(to now: Instant) {
    guard case .quarantined(let until) = state, until <= now else { return }
    // Held for a limit only: nothing to prove.
    state = quarantines == 0 ? .trusted : .probation(step: 0, successes: 0)
  }
}
