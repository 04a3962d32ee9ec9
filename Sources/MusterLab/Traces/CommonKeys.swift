import MusterCore
import MusterMath

/// Keys that mean the same in several schemes.
enum CommonKeys {
  static let limit = TraceKey.whole(
    "limit", else: "all", in: 1...Int(Int32.max), "how many tasks at most, from the front")
  static let speedup = TraceKey.number(
    "speedup", 1, in: 0.001...1_000_000, "how many times faster than recorded tasks arrive")
  static let jitter = TraceKey.number(
    "jitter", 0, in: 0...1_000_000_000, "the seed moves each arrival by up to this many seconds either way")
}

/// When the things of a trace arrive under a seed: each time moved by up to `jitter` seconds either way, not
/// below zero. Without jitter the times stay as they are, whatever the seed.
///
/// - Returns: the things in the order of arrival, by their place in `times`, each with its time.
func arrivals(of times: [Nanoseconds], jitter: Double, seed: UInt64) -> [(row: Int, at: Instant)] {
  guard jitter > 0 else { return times.enumerated().map { ($0, Instant($1)) } }
  let moved = times.enumerated().map { row, time in
    let draw = 2 * Mix.unit(Mix.hash(seed, jitterStream, UInt64(row))) - 1
    return (row: row, at: max(.zero, Instant(time) + saturatedNanoseconds(draw * jitter)))
  }
  return moved.sorted { $0.at != $1.at ? $0.at < $1.at : $0.row < $1.row }
}

private let jitterStream: UInt64 = 0x4A17

/// A product held within what there is.
func saturatedProduct(_ a: Int64, _ b: Int64) -> Int64 {
  let (product, overflows) = a.multipliedReportingOverflow(by: b)
  return overflows ? ((a < 0) == (b < 0) ? .max : .min) : product
}
