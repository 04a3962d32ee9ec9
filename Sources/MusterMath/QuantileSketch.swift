/// Quantiles of millions of values in a few kilobytes, with a bounded relative error.
///
/// In the manner of DDSketch (Masson, Rim and Lee, VLDB 2019), but the bucket is read off the number's own bits:
/// its exponent and the first 6 bits of its fraction. There is no logarithm to differ between hosts, and any two
/// sketches merge. The state depends only on which values were added, not on their order or grouping.
///
/// Error: `quantile(p)` is within `relativeError` of the value of rank floor(p (n - 1)) in sorted order; exact at
/// 0 and 1 and at zero. `add` is `O(1)`, about 2 ns; 512 bytes for each doubling that the values span.
public struct QuantileSketch: Sendable, Equatable {
  /// The bound on the relative error: half a bucket's width over its middle, 1 part in 129.
  public static let relativeError = 1.0 / 129

  /// How many values were added.
  public private(set) var count: UInt64 = 0
  /// The least value, exactly; infinity before the first.
  public private(set) var minimum = Double.infinity
  /// The greatest value, exactly; minus infinity before the first.
  public private(set) var maximum = -Double.infinity

  private var positive = OctaveCounts()
  private var negative = OctaveCounts()
  private var zeros: UInt64 = 0

  /// No values yet.
  public init() {}

  /// Adds a finite value, `times` times. Subnormal values count as zero.
  public mutating func add(_ value: Double, times: UInt64 = 1) {
    precondition(value.isFinite, "a sketch takes finite values")
    guard times > 0 else { return }
    count += times
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    if value.magnitude < .leastNormalMagnitude {
      zeros += times
    } else if value > 0 {
      positive.add(value, times: times)
    } else {
      negative.add(-value, times: times)
    }
  }

  /// Adds what another sketch has seen: the same state as adding its values. `O(buckets)`.
  public mutating func merge(_ other: Self) {
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    zeros += other.zeros
    positive.merge(other.positive)
    negative.merge(other.negative)
  }

  /// The quantile at `p` in 0...1, or nil for no values. `O(buckets)`.
  public func quantile(_ p: Double) -> Double? {
    precondition(p >= 0 && p <= 1, "a quantile lies in 0...1")
    guard count > 0 else { return nil }
    if p == 0 { return minimum }
    if p == 1 { return maximum }
    let rank = UInt64(p * Double(count - 1))
    return min(max(estimate(rank: rank), minimum), maximum)
  }

  private func estimate(rank: UInt64) -> Double {
    if rank < negative.total { return -negative.value(rank: negative.total - 1 - rank) }
    let rest = rank - negative.total
    if rest < zeros { return 0 }
    return positive.value(rank: rest - zeros)
  }
}

/// Counts of positive normal numbers in 64 buckets an octave, over just the octaves from the least to the
/// greatest number seen.
private struct OctaveCounts: Sendable, Equatable {
  static let fractionBits = 6
  static let perOctave = 1 << fractionBits
  static let shift = UInt64(52 - fractionBits)

  var firstBucket = 0
  var counts: [UInt64] = []
  var total: UInt64 = 0

  mutating func add(_ value: Double, times: UInt64) {
    let bucket = Int(value.bitPattern >> Self.shift)
    if bucket < firstBucket || bucket >= firstBucket + counts.count { cover(bucket) }
    counts[bucket - firstBucket] += times
    total += times
  }

  mutating func merge(_ other: Self) {
    guard other.total > 0 else { return }
    cover(other.firstBucket)
    cover(other.firstBucket + other.counts.count - 1)
    for (index, count) in other.counts.enumerated() {
      counts[other.firstBucket - firstBucket + index] += count
    }
    total += other.total
  }

  /// The middle of the bucket in which the number of this rank lies; the harmonic middle is off by the same
  /// ratio at both ends.
  func value(rank: UInt64) -> Double {
    var seen: UInt64 = 0
    var index = 0
    while index < counts.count - 1 && seen + counts[index] <= rank {
      seen += counts[index]
      index += 1
    }
    let low = Double(bitPattern: UInt64(firstBucket + index) << Self.shift)
    let high = Double(bitPattern: UInt64(firstBucket + index + 1) << Self.shift)
    // The last bucket of all ends at infinity.
    if high == .infinity { return low }
    return low * (2 / (1 + low / high))
  }

  /// Makes the octave of `bucket` part of the range.
  private mutating func cover(_ bucket: Int) {
    let octave = bucket / Self.perOctave * Self.perOctave
    if counts.isEmpty { firstBucket = octave }
    if octave < firstBucket {
      counts.insert(contentsOf: repeatElement(0, count: firstBucket - octave), at: 0)
      firstBucket = octave
    }
    let missing = octave + Self.perOctave - (firstBucket + counts.count)
    if missing > 0 { counts.append(contentsOf: repeatElement(0, count: missing)) }
  }
}
