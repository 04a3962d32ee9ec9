/// Go's `math/rand`, the source of every release before 1.20 and of `rand.NewSource` in all: an additive
/// lagged Fibonacci generator (607, 273).
///
/// The published FGD runs drew from it; with it seed 42 here is seed 42 there. For everything else use
/// `MusterMath.Random`. Each draw takes about 2 ns; a new one costs 5 KB and 1,841 steps of a Lehmer
/// generator.
package struct GoRandom {
  private var state: [UInt64]
  private var tap = 0
  private var feed = GoRandomTable.length - GoRandomTable.tap

  /// As `rand.New(rand.NewSource(seed))`.
  package init(seed: UInt64) {
    var small = Int64(bitPattern: seed) % Int64(Int32.max)
    if small < 0 { small += Int64(Int32.max) }
    var seeds = GoSeedSequence(small == 0 ? 89_482_311 : Int32(small))
    let words = GoRandomTable.words
    state = []
    state.reserveCapacity(words.count)
    for word in words { state.append(seeds.word(shifts: (40, 20)) ^ word) }
  }

  /// `Uint64`.
  package mutating func next() -> UInt64 {
    tap -= 1
    if tap < 0 { tap += GoRandomTable.length }
    feed -= 1
    if feed < 0 { feed += GoRandomTable.length }
    let sum = state[feed] &+ state[tap]
    state[feed] = sum
    return sum
  }

  /// `Int63`.
  package mutating func int63() -> UInt64 { next() & (1 << 63 - 1) }

  /// `Intn`, for `n` in 1...2^31 - 1: one draw and more where it would be biased; powers of two are masked.
  package mutating func below(_ n: Int) -> Int {
    precondition(n > 0 && n <= Int(Int32.max), "Intn of \(n)")
    if n & (n - 1) == 0 { return Int(int63() >> 32) & (n - 1) }
    let greatest = (1 << 31) - 1 - (1 << 31) % n
    var value = Int(int63() >> 32)
    while value > greatest { value = Int(int63() >> 32) }
    return value % n
  }

  /// `Shuffle`: Fisher–Yates from the end, each index by Lemire's method on 32 bits.
  package mutating func shuffle<T>(_ values: inout [T]) {
    for last in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(last, below32(UInt32(last + 1)))
    }
  }

  private mutating func below32(_ n: UInt32) -> Int {
    var product = UInt64(UInt32(truncatingIfNeeded: int63() >> 31)) * UInt64(n)
    if UInt32(truncatingIfNeeded: product) < n {
      let threshold = (0 &- n) % n
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(UInt32(truncatingIfNeeded: int63() >> 31)) * UInt64(n)
      }
    }
    return Int(product >> 32)
  }

  /// The inner loop of `Perm`: a random permutation of 0..<n, n draws.
  package mutating func permutation(_ n: Int) -> [Int] {
    var ranks = [Int](repeating: 0, count: n)
    for i in 0..<n {
      let j = below(i + 1)
      ranks[i] = ranks[j]
      ranks[j] = i
    }
    return ranks
  }
}
