import MusterCore
import MusterMath

/// Decides how much an agent is trusted with, from what came back from it.
///
/// A Bernoulli CUSUM (Reynolds and Stoumbos, A CUSUM chart for monitoring a proportion, 1999) adds for each try the
/// log-likelihood ratio of "this agent is broken" to "it fails as often as it always did", never falls below zero,
/// and alarms above the threshold. An alarm (or a refusal that names a time) puts the agent in quarantine: it gets
/// nothing until it has cooled down. Then one task probes it; where that fails, quarantine lasts twice as long.
/// Where it succeeds the agent comes back step by step, a part of its concurrency at a time, watched by the same
/// sum with a head start of half the threshold (Lucas and Crosier, 1982). A pure value: time and outcomes come in,
/// allowances come out. O(1) each.
///
/// With the rules' defaults a dead agent is found after 5 tries and one that fails half of them after 15; one that
/// fails a tenth as usual is suspected once in 18,600 (simulated).
struct HealthMonitor: Sendable {
  struct Rules: Sendable {
    /// In nats.
    var threshold = 8.0
    var coolDown: Nanoseconds = 10_000_000_000
    /// Parts of the concurrency, rising.
    var ramp = [0.1, 0.25, 0.5, 1]
    /// The share of failures that is normal, at least: from none at all any failure would be endless evidence.
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
  /// The CUSUM, in nats.
  private(set) var sum = 0.0
  /// The share of failures while it was trusted, exponentially weighted.
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
      let isProbe = step == 0 && successes == 0
      weigh(succeeded)
      guard succeeded || !isProbe, sum < rules.threshold else { return quarantine(at: now) }
      guard succeeded else { return }
      if successes + 1 < Int(min(allowance(concurrency: concurrency), 10)) {
        state = .probation(step: step, successes: successes + 1)
      } else if step + 1 < rules.ramp.count {
        state = .probation(step: step + 1, successes: 0)
      } else {
        state = .trusted
        quarantines = 0
      }
    case .trusted:
      weigh(succeeded)
      failureShare += ((succeeded ? 0 : 1) - failureShare) * 0.02
      if sum >= rules.threshold { quarantine(at: now) }
    }
  }

  /// Adds a try's evidence: broken is an agent that fails half of what it did not fail before.
  private mutating func weigh(_ succeeded: Bool) {
    let normal = min(0.5, max(rules.normalFailures, failureShare))
    let broken = (1 + normal) / 2
    sum = max(
      0, sum + (succeeded ? Portable.log((1 - broken) / (1 - normal)) : Portable.log(broken / normal)))
  }

  /// Takes the agent out of service now, for its own time or for as long as it said.
  mutating func quarantine(at now: Instant, atLeast: Nanoseconds = 0) {
    let factor = min(rules.longest, 1 << min(quarantines, 30))
    quarantines += 1
    sum = rules.threshold / 2
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
