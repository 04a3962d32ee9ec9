import MusterCore

/// A limit of so much a minute: a bucket that holds a minute's worth and fills evenly.
struct TokenBucket: Sendable {
  private let perMinute: Double
  private var level: Double
  private var filledAt: Instant

  init(perMinute: Int, at now: Instant) {
    self.perMinute = Double(perMinute)
    level = Double(perMinute)
    filledAt = now
  }

  /// Takes an amount, into debt if need be.
  /// - Returns: when the bucket holds something again; nil if it still does.
  mutating func take(_ amount: Double, at now: Instant) -> Instant? {
    level = min(perMinute, level + Double(max(0, now - filledAt)) * perMinute / 60e9)
    filledAt = now
    level -= amount
    guard level < 1 else { return nil }
    return now + Int64((1 - level) / perMinute * 60e9)
  }
}
