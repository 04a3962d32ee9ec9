import MusterMath

/// What is believed of one pair of a kind of task and an agent: successes and failures since it last changed, and,
/// for a while after an alarm elsewhere, those from before, with the probability that they still hold.
struct SentinelBelief: Sendable, Equatable {
  /// Successes and failures since the last change, discounted.
  var successes = 0.0
  var failures = 0.0
  /// The same from before the last alarm, and what came since on top.
  var oldSuccesses = 0.0
  var oldFailures = 0.0
  /// The probability that nothing changed at the last alarm; zero where that is settled.
  var steadiness = 0.0
  /// The latest outcomes since the last change, the newest in the lowest bit, and how many of them there are.
  var recent: UInt64 = 0
  var recentCount = 0
  /// How many outcomes of all pairs there were when the counts were right.
  var asOf: UInt64 = 0

  /// How many outcomes back a change is looked for.
  static let reach = 64

  var count: Double { successes + failures }

  /// Discounts the counts as of `now`.
  mutating func fade(to now: UInt64, by discount: Double) {
    defer { asOf = now }
    guard discount < 1, now > asOf else { return }
    let factor = Portable.pow(discount, Double(min(now - asOf, 1 << 30)))
    successes *= factor
    failures *= factor
    oldSuccesses *= factor
    oldFailures *= factor
  }

  /// Takes in an outcome. `fresh` and `old` are the prior's mean for a pair that changed and for one that did not.
  mutating func add(_ succeeded: Bool, fresh: Double, old: Double, strength: Double) {
    if steadiness > 0 {
      let likelyOld = chance(succeeded, old, strength, oldSuccesses, oldFailures)
      let likelyNew = chance(succeeded, fresh, strength, successes, failures)
      let joint = steadiness * likelyOld
      let total = joint + (1 - steadiness) * likelyNew
      if total > 0 { steadiness = joint / total }
      if succeeded { oldSuccesses += 1 } else { oldFailures += 1 }
    }
    if succeeded { successes += 1 } else { failures += 1 }
    recent = recent << 1 | (succeeded ? 1 : 0)
    recentCount = min(recentCount + 1, SentinelBelief.reach)
    settle()
  }

  /// Drops the hypothesis that has lost.
  private mutating func settle() {
    if steadiness > 0.98 { takeOld() }
    if steadiness < 0.02 { dropOld() }
  }

  private mutating func takeOld() {
    successes = oldSuccesses
    failures = oldFailures
    dropOld()
  }

  private mutating func dropOld() {
    oldSuccesses = 0
    oldFailures = 0
    steadiness = 0
  }

  private func chance(_ succeeded: Bool, _ prior: Double, _ strength: Double, _ s: Double, _ f: Double)
    -> Double
  {
    let mean = (strength * prior + s) / max(strength + s + f, 1e-9)
    return succeeded ? mean : 1 - mean
  }

  /// Something else has changed, so this may have too: it begins anew, and what was known stands beside it with the
  /// probability `steadiness`, counting for at most `cap` outcomes.
  mutating func doubt(_ steadiness: Double, cap: Double) {
    if self.steadiness > 0.5 { takeOld() }
    guard count >= 1 else { return dropOld() }
    let scale = min(1, cap / count)
    oldSuccesses = successes * scale
    oldFailures = failures * scale
    self.steadiness = steadiness
    successes = 0
    failures = 0
    recent = 0
    recentCount = 0
  }

  /// The last `count` outcomes are all that counts.
  mutating func restart(keeping count: Int) {
    let mask: UInt64 = count >= 64 ? .max : (1 << UInt64(count)) - 1
    recent &= mask
    recentCount = count
    successes = Double(recent.nonzeroBitCount)
    failures = Double(count) - successes
    dropOld()
  }

  /// The split of the outcomes since the last change that speaks most for another change: how many of the latest
  /// come after it, and the logarithm of the likelihood ratio of two rates against one (the generalised likelihood
  /// ratio of Besson and Kaufmann, 2019). Nil where there are too few. O(recent outcomes).
  var likeliestChange: (latest: Int, evidence: Double)? {
    let total = count
    guard total > 0 else { return nil }
    var best: (latest: Int, evidence: Double)?
    var tail = 0.0
    for latest in 1...max(recentCount, 1) where latest <= recentCount {
      tail += Double(recent >> UInt64(latest - 1) & 1)
      let after = Double(latest)
      let before = total - after
      // Every split among the latest few, then every fourth.
      guard latest >= 2, before >= 2, latest <= 16 || latest % 4 == 0 else { continue }
      let mean = successes / total
      let first = min(max((successes - tail) / before, 0), 1)
      let evidence =
        before * Bernoulli.divergence(first, mean) + after * Bernoulli.divergence(tail / after, mean)
      if evidence > best?.evidence ?? 0 { best = (latest, evidence) }
    }
    return best
  }
}

/// The distribution of a yes or no.
enum Bernoulli {
  /// The Kullback-Leibler divergence of rate q from rate p, in nats; rates of 0 and 1 count as a hair off.
  static func divergence(_ p: Double, _ q: Double) -> Double {
    let hair = 1e-9
    let p = min(max(p, hair), 1 - hair)
    let q = min(max(q, hair), 1 - hair)
    return p * Portable.log(p / q) + (1 - p) * Portable.log((1 - p) / (1 - q))
  }
}
