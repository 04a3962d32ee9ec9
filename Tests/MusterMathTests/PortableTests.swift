import Glibc
import MusterMath
import Testing

/// The C library of the host is the peer: its functions are within 1 ulp of the truth.
@Suite struct PortableTests {
  static let specials: [Double] = [
    0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 0.1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, 0x1p-1030,
    .leastNormalMagnitude, .greatestFiniteMagnitude, 1e300, -1e-300, 9_007_199_254_740_991,
    4_503_599_627_370_497,
    1 - 0x1p-53, 1 + 0x1p-52,
  ]

  @Test func logOfAllMagnitudes() {
    var random = Random(seed: 31)
    var worst: UInt64 = 0
    for _ in 0..<300_000 {
      let any = Double(bitPattern: random.next() >> 1)
      let near = random.uniform(0.4, 2.5)
      worst = max(worst, ulps(Portable.log(any), Glibc.log(any)), ulps(Portable.log(near), Glibc.log(near)))
    }
    #expect(worst <= 2)
    for x in Self.specials { #expect(ulps(Portable.log(x), Glibc.log(x)) <= 2, "log(\(x))") }
  }

  @Test func expFromUnderflowToOverflow() {
    var random = Random(seed: 32)
    var worst: UInt64 = 0
    for _ in 0..<300_000 {
      let wide = random.uniform(-750, 715)
      let near = random.normal()
      worst = max(worst, ulps(Portable.exp(wide), Glibc.exp(wide)), ulps(Portable.exp(near), Glibc.exp(near)))
    }
    #expect(worst <= 2)
    for x in Self.specials + [709.78, 709.79, -708.4, -745.13, -745.14, 1e-9] {
      #expect(ulps(Portable.exp(x), Glibc.exp(x)) <= 2, "exp(\(x))")
    }
  }

  @Test func powOfAllMagnitudes() {
    var random = Random(seed: 33)
    var worst: UInt64 = 0
    func check(_ x: Double, _ y: Double) { worst = max(worst, ulps(Portable.pow(x, y), Glibc.pow(x, y))) }
    for _ in 0..<200_000 {
      let target = random.uniform(-1080, 1030)
      let any = Double(bitPattern: random.next() >> 1)
      check(any, target / Glibc.log2(any))
      // Next to 1 the exponent is vast, and the logarithm needs every bit of its lower part.
      let near = 1 + random.uniform(-1, 1) * 0x1p-21
      check(near, target / Glibc.log2(near))
      check(random.uniform(0.01, 100), random.uniform(-10, 10))
    }
    #expect(worst <= 2)
  }

  @Test func powOfSpecialValues() {
    for x in Self.specials {
      for y in Self.specials {
        let ours = Portable.pow(x, y)
        let theirs = Glibc.pow(x, y)
        #expect(ulps(ours, theirs) <= 2, "pow(\(x), \(y)) = \(ours), not \(theirs)")
        #expect(theirs.isNaN || ours.sign == theirs.sign, "pow(\(x), \(y)) = \(ours), not \(theirs)")
      }
    }
  }

  @Test func sigmoidIsOddAboutAHalfAndNeverOverflows() throws {
    #expect(Portable.sigmoid(0) == 0.5)
    #expect(Portable.sigmoid(1000) == 1)
    #expect(Portable.sigmoid(-1000) == 0)
    #expect(Portable.sigmoid(-700) > 0)
    var random = Random(seed: 34)
    for _ in 0..<10_000 {
      let x = random.uniform(-30, 30)
      try #require(close(Portable.sigmoid(x), 1 / (1 + Glibc.exp(-x)), 1e-15))
      try #require((Portable.sigmoid(x) + Portable.sigmoid(-x) - 1).magnitude < 1e-15)
    }
  }
}
