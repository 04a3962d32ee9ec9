import MusterMath

/// When tasks come, as a share of the whole time.
enum ArrivalProcess: String, Sendable, CaseIterable {
  /// Independent of each other.
  case poisson
  /// In bursts: a Markov chain of two states, calm and eight times as fast, modulates a Poisson process.
  case bursty
  /// By the hour of the day.
  case diurnal

  /// How much faster a burst is than the calm.
  private static let burst = 8.0
  /// Mean arrivals in a burst and in the calm between two: 60 % come in bursts, and gaps vary by 1.6.
  private static let burstLength = 30.0
  private static let calmLength = 20.0

  /// Pods created in each hour of a day over the mean, by openb's last 45 days; the day begins somewhere.
  private static let hours: [Double] = [
    1.51, 1.34, 1.07, 1.28, 1.25, 0.94, 0.86, 0.98, 0.71, 0.43, 0.65, 0.60, 0.45, 0.44, 0.40, 0.80, 0.89,
    1.25,
    1.62, 1.37, 1.04, 1.27, 1.26, 1.58,
  ]

  /// `count` times in order, from 0 up to `span` seconds, the last one at `span`.
  func times(_ count: Int, span: Double, _ random: inout Random) -> [Double] {
    var times: [Double] = []
    times.reserveCapacity(count)
    var total = 0.0
    var isBurst = false
    for _ in 0..<count {
      var mean = 1.0
      if self == .bursty {
        if random.bernoulli(1 / (isBurst ? Self.burstLength : Self.calmLength)) { isBurst.toggle() }
        mean = isBurst ? 1 / Self.burst : 1
      }
      total += random.exponential(mean: mean)
      times.append(total)
    }
    // One gap may be zero, by a chance of 2^-53.
    guard total > 0 else { return times }
    for index in times.indices { times[index] *= span / total }
    return self == .diurnal ? times.map { Self.moved($0, span: span) } : times
  }

  /// Where a time of a steady process comes to lie when the rate follows the hours, the span staying as it
  /// is.
  private static func moved(_ time: Double, span: Double) -> Double {
    let day = hours.reduce(0, +)
    // Work done by the end of the span at the hours' rates; `time` is the same share of it.
    let wholeDays = (span / 86_400).rounded(.down)
    let last = amount(upTo: span - wholeDays * 86_400)
    let target = time / span * (wholeDays * day + last)
    let days = min((target / day).rounded(.down), wholeDays)
    var left = target - days * day
    for (hour, rate) in hours.enumerated() {
      if left <= rate { return min(span, days * 86_400 + (Double(hour) + left / rate) * 3600) }
      left -= rate
    }
    return min(span, (days + 1) * 86_400)
  }

  /// What the hours bring from the beginning of a day to `seconds` into it.
  private static func amount(upTo seconds: Double) -> Double {
    var sum = 0.0
    for (hour, rate) in hours.enumerated() {
      sum += rate * min(max(seconds / 3600 - Double(hour), 0), 1)
    }
    return sum
  }
}
