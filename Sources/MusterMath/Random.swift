/// A seeded random source: xoshiro256** 1.0 (Blackman and Vigna, 2018), period 2^256 - 1.
///
/// It is a value: copy it and both copies go on alike. All of it is integer arithmetic, `sqrt` and `Portable`
/// functions, so one seed gives the same bits on every host. A raw draw costs about 1 ns.
@frozen
public struct Random: RandomNumberGenerator, Sendable, Equatable {
  /// The four words of state, for a snapshot. Give them to `init(state:)` to go on from there.
  @inlinable
  public var state: SIMD4<UInt64> { SIMD4(s0, s1, s2, s3) }

  @usableFromInline var s0: UInt64
  @usableFromInline var s1: UInt64
  @usableFromInline var s2: UInt64
  @usableFromInline var s3: UInt64

  /// A source whose state is the first four outputs of splitmix64 from `seed`, as its authors advise.
  @inlinable
  public init(seed: UInt64) {
    s0 = Mix.mix64(seed &+ Mix.golden)
    s1 = Mix.mix64(seed &+ 2 &* Mix.golden)
    s2 = Mix.mix64(seed &+ 3 &* Mix.golden)
    s3 = Mix.mix64(seed &+ 4 &* Mix.golden)
  }

  /// One of many unrelated sources under one seed: one for each purpose, so that a draw more in one place
  /// does not move the draws in another.
  @inlinable
  public init(seed: UInt64, stream: UInt64) {
    self.init(seed: Mix.hash(seed, stream))
  }

  /// Goes on from a saved state, which must not be all zero (the one state the generator never leaves).
  @inlinable
  public init(state: SIMD4<UInt64>) {
    precondition(state != .zero, "an all-zero state yields only zeros")
    (s0, s1, s2, s3) = (state[0], state[1], state[2], state[3])
  }

  /// The next 64 uniform bits.
  @inlinable
  public mutating func next() -> UInt64 {
    let scrambled = s1 &* 5
    let result = (scrambled &<< 7 | scrambled &>> 57) &* 9
    let shifted = s1 &<< 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = s3 &<< 45 | s3 &>> 19
    return result
  }

  /// A number in [0, 1), of 53 random bits.
  @inlinable
  public mutating func unit() -> Double { Mix.unit(next()) }

  /// A number in (0, 1]: what a logarithm wants.
  @inlinable
  mutating func positiveUnit() -> Double { 1 - unit() }

  /// An integer in 0..<n without bias, for `n` above zero (Lemire, 2019): almost always one draw, no division.
  @inlinable
  public mutating func below(_ n: Int) -> Int {
    precondition(n > 0, "nothing lies below \(n)")
    let bound = UInt64(n)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// A number between `low` and `high`.
  @inlinable
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * unit()
  }

  /// True with probability `p`. Always one draw, so `p` of 0 or 1 does not shift what follows.
  @inlinable
  public mutating func bernoulli(_ p: Double) -> Bool { unit() < p }
}
