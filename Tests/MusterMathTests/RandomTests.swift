import MusterMath
import Testing

@Suite struct RandomTests {
  /// The reference outputs for state (1, 2, 3, 4), as in the tests of the Rust crate rand_xoshiro, made with the
  /// authors' C code.
  @Test func outputsAreThoseOfXoshiro256StarStar() {
    var random = Random(state: SIMD4(1, 2, 3, 4))
    let published: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777,
      2_904_607_092_377_533_576,
    ]
    let outputs = published.map { _ in random.next() }
    #expect(outputs == published)
  }

  /// Seeded through splitmix64 from 0: the outputs that rand_xoshiro's `seed_from_u64(0)` gives.
  @Test func seedGoesThroughSplitmix64() {
    var random = Random(seed: 0)
    let outputs = [random.next(), random.next()]
    #expect(outputs == [0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a])
  }

  @Test func stateCarriesOn() {
    var random = Random(seed: 9)
    for _ in 0..<10 { _ = random.normal() }
    var again = Random(state: random.state)
    #expect(again == random)
    let outputs = [again.next(), random.next()]
    #expect(outputs[0] == outputs[1])
  }

  @Test func streamsOfOneSeedDiffer() {
    var firsts: [UInt64] = []
    for stream in 0..<1000 as Range<UInt64> {
      var random = Random(seed: 1, stream: stream)
      firsts.append(random.next())
    }
    #expect(Set(firsts).count == 1000)
  }

  /// Chi-square against equal shares; the 0.999 quantiles are of scipy.stats.chi2.
  @Test(arguments: [(6, 20.515), (7, 22.458), (10, 27.877), (20, 43.820)])
  func belowIsEven(n: Int, limit: Double) {
    var random = Random(seed: 3, stream: UInt64(n))
    var counts = [Int](repeating: 0, count: n)
    for _ in 0..<100_000 { counts[random.below(n)] += 1 }
    #expect(chiSquare(counts, shares: Array(repeating: 1 / Double(n), count: n)) < limit)
  }

  @Test func belowOneIsZero() {
    var random = Random(seed: 4)
    let only = random.below(1)
    #expect(only == 0)
  }

  /// For 3 * 2^61, a multiplication without rejection would give the residues of 3 in the ratio 3 : 3 : 2.
  @Test func belowRejectsWhatWouldBeBiased() throws {
    var random = Random(seed: 4)
    let bound = 3 << 61
    var counts = [0, 0, 0]
    for _ in 0..<30_000 {
      let value = random.below(bound)
      try #require((0..<bound).contains(value))
      counts[value % 3] += 1
    }
    // Chi-square's 0.999 quantile at 2 degrees.
    #expect(chiSquare(counts, shares: Array(repeating: 1.0 / 3, count: 3)) < 13.82)
  }

  @Test func shuffleReachesEveryOrderEvenly() {
    var random = Random(seed: 5)
    var counts = [Int](repeating: 0, count: 6)
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    for _ in 0..<60_000 {
      var values = [0, 1, 2]
      random.shuffle(&values)
      for (index, order) in orders.enumerated() where order == values { counts[index] += 1 }
    }
    #expect(counts.reduce(0, +) == 60_000)
    #expect(chiSquare(counts, shares: Array(repeating: 1.0 / 6, count: 6)) < 20.515)
  }

  @Test func bernoulliKeepsItsShare() throws {
    var random = Random(seed: 6)
    var hits = 0
    for _ in 0..<100_000 where random.bernoulli(0.3) { hits += 1 }
    #expect((29_300...30_700).contains(hits))
    for _ in 0..<1000 {
      let (never, always) = (random.bernoulli(0), random.bernoulli(1))
      try #require(!never && always)
    }
  }

  @Test func uniformStaysWithin() {
    var random = Random(seed: 7)
    var moments = RunningMoments()
    for _ in 0..<100_000 { moments.add(random.uniform(-3, 5)) }
    #expect(moments.minimum >= -3 && moments.minimum < -2.99)
    #expect(moments.maximum < 5 && moments.maximum > 4.99)
    #expect((moments.mean - 1).magnitude < 0.03)
  }
}

/// Pearson's statistic of counts against the shares expected.
func chiSquare(_ counts: [Int], shares: [Double]) -> Double {
  let total = Double(counts.reduce(0, +))
  var sum = 0.0
  for (count, share) in zip(counts, shares) {
    let expected = total * share
    sum += (Double(count) - expected) * (Double(count) - expected) / expected
  }
  return sum
}
