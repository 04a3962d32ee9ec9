/// Stateless randomness: a bit-mixing hash of what a draw is *for*.
///
/// A draw keyed by (seed, task, attempt) has the same value whatever was drawn before it, so two policies
/// compared on one trace meet the same luck. Finaliser: Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", OOPSLA 2014, with Stafford's mix 13 constants. `O(1)`, about 2 ns.
public enum Mix {
  /// The odd increment of splitmix64, 2^64 over the golden ratio.
  @usableFromInline static let golden: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// The splitmix64 finaliser: a bijection of 64 bits in which every input bit sways every output bit.
  /// Zero maps to zero; use `hash` where that matters.
  @inlinable @inline(__always)
  public static func mix64(_ x: UInt64) -> UInt64 {
    var z = x
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
  }

  /// A hash of an ordered pair. For a fixed `a` it is a bijection of `b`, and the reverse.
  @inlinable
  public static func hash(_ a: UInt64, _ b: UInt64) -> UInt64 {
    mix64(mix64(a &+ golden) &+ golden ^ b)
  }

  /// A hash of an ordered triple.
  @inlinable
  public static func hash(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
    hash(hash(a, b), c)
  }

  /// The top 53 of 64 uniform bits as a number in [0, 1).
  @inlinable @inline(__always)
  public static func unit(_ bits: UInt64) -> Double {
    Double(bits &>> 11) * 0x1p-53
  }
}
