import MusterMath
import Testing

@Suite struct ObjectiveTests {
  /// By hand: 2 x 1, then 1 x 3 adds the two units above it; (1, 1) is beaten.
  @Test func aFrontGrowsByWhatIsNew() {
    var front = FrontArchive(dimensions: 2, reference: .zero)
    #expect(front.add(SIMD3(2, 1, 7)) == 2)
    #expect(front.add(SIMD3(1, 3, 0)) == 2)
    #expect(front.add(SIMD3(1, 1, 0)) == 0)
    #expect(front.add(SIMD3(-1, 9, 0)) == 0)
    #expect(front.points.count == 2 && front.volume == 4)
    // Beats both.
    #expect(front.add(SIMD3(3, 3, 0)) == 5)
    #expect(front.points == [SIMD3(3, 3, 1)])
  }

  /// Gains add up to the volume of all points together, and no point of the front beats another.
  @Test(arguments: 0..<20)
  func gainsAddUp(seed: Int) throws {
    var random = Random(seed: UInt64(seed))
    let dimensions = 2 + seed % 2
    let given = (0..<40).map { _ in SIMD3(random.unit(), random.unit(), dimensions == 3 ? random.unit() : 1) }
    var front = FrontArchive(dimensions: dimensions, reference: .zero)
    let gained = given.reduce(0) { $0 + front.add($1) }
    #expect((gained - Hypervolume.of(given, reference: .zero)).magnitude < 1e-9)
    for point in front.points {
      #expect(front.points.count { all($0 .>= point) } == 1)
    }
    let again = try #require(FrontArchive(dimensions: dimensions, reference: .zero, points: front.points))
    #expect(again.points == front.points)
    #expect(FrontArchive(dimensions: dimensions, reference: .zero, points: [.zero]) == nil)
  }

  @Test func aFullFrontKeepsWhatCountsMost() {
    var front = FrontArchive(dimensions: 2, reference: .zero)
    var last = 0.0
    for step in 0..<200 {
      let x = Double((step * 37) % 200) / 200 + 0.001
      _ = front.add(SIMD3(x, 1.1 - x, 1))
      #expect(front.points.count <= FrontArchive.capacity)
      #expect(front.volume >= last - 1e-12)
      last = front.volume
    }
    #expect(front.points.count == FrontArchive.capacity)
  }

  /// By hand: sum g = (1.5, 0), products 1.5 and 0.75.
  @Test func weightsFollowTheCommonGradient() {
    var weights = GradientWeights([1, 1], rate: 0.2, scale: 2)
    weights.step([[1, 0], [0.5, 0]])
    let (a, b) = (Portable.exp(0.15), Portable.exp(0.075))
    #expect((weights.weights[0] - a / (a + b)).magnitude < 1e-15)
    #expect((weights.weights[1] - b / (a + b)).magnitude < 1e-15)
    // One against the rest loses, but never all.
    for _ in 0..<1000 { weights.step([[2], [-1]]) }
    #expect(weights.weights[1] < 1e-5 && weights.weights[1] > 0)
    #expect((weights.weights.reduce(0, +) - 1).magnitude < 1e-12)
  }

  /// Value sqrt(x) for a cost of x: at price l the best x is 1 / (4 l^2), so an allowance of 4 settles at 1/4.
  @Test func aSigmoidPriceSettlesWhereTheAllowanceIsSpent() {
    var multiplier = LagrangeMultiplier(.sigmoid, rate: 0.02, limit: 1)
    #expect((multiplier.price - 0.01).magnitude < 1e-12)
    for _ in 0..<5000 {
      multiplier.update(spent: min(1 / (4 * multiplier.price * multiplier.price), 100), allowance: 4)
    }
    #expect((multiplier.price - 0.25).magnitude < 1e-6)
    for _ in 0..<5000 { multiplier.update(spent: 100, allowance: 4) }
    #expect(multiplier.price <= 1 && multiplier.price > 0.99)
  }

  /// Value -(x - 1)^2 and exactly 3 to be spent: x = 1 - l/2, so the price is -4: spending is paid for.
  @Test func aTanhPriceMayPayForSpending() {
    var multiplier = LagrangeMultiplier(.tanh, rate: 0.05, limit: 10)
    #expect(multiplier.price == 0)
    for _ in 0..<5000 { multiplier.update(spent: 1 - multiplier.price / 2, allowance: 3) }
    #expect((multiplier.price + 4).magnitude < 1e-9)
  }

  @Test func aPriceIsResumedWhereItCanHaveBeen() {
    var multiplier = LagrangeMultiplier(rate: 1, limit: 2)
    multiplier.update(spent: 1.5, allowance: 0)
    var again = LagrangeMultiplier(rate: 1, limit: 2)
    #expect(again.resume(at: multiplier.state) && again == multiplier)
    #expect(!again.resume(at: 2.5) && !again.resume(at: .nan) && again == multiplier)
  }
}
