import MusterLab
import MusterMath
import Testing

@Suite struct RoutingCurveTests {
  /// Ten prompts; the strong model is right on all, the weak one on the first five. By hand.
  private static let weak = (0..<10).map { $0 < 5 }
  private static let strong = Array(repeating: true, count: 10)

  @Test func aPerfectOrderByHand() throws {
    // Scores 0...9: edges 0, .9, 1.8, ... 9, so that 10, 9, ... 1 and then 0 prompts go to the strong model.
    let curve = try #require(
      RoutingCurve(scores: (0..<10).map(Double.init), weak: Self.weak, strong: Self.strong))
    #expect(curve.shares == (0...10).map { Double($0) / 10 })
    #expect(curve.qualities == [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1, 1, 1])
    // Trapezoids above the weak model: .1 * (.05 + .15 + .25 + .35 + .45) + .5 * .5 = .375 of .5.
    #expect(abs(curve.averageGapRecovered - 0.75) < 1e-12)
    #expect(abs(curve.callShare(recovering: 0.5) - 0.25) < 1e-12)
    #expect(abs(curve.callShare(recovering: 0.8) - 0.4) < 1e-12)
    #expect(curve.callShare(recovering: 0) == 0)
  }

  @Test func theWorstOrderByHand() throws {
    let curve = try #require(
      RoutingCurve(scores: (0..<10).map { -Double($0) }, weak: Self.weak, strong: Self.strong))
    #expect(curve.qualities == [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    #expect(abs(curve.averageGapRecovered - 0.25) < 1e-12)
    #expect(abs(curve.callShare(recovering: 0.5) - 0.75) < 1e-12)
  }

  @Test func equalScoresShareAnEdge() throws {
    // Edges 0, .2, .5, .8 and 1; at the last only what is above it goes to the strong model.
    let curve = try #require(
      RoutingCurve(
        scores: [0, 0, 1, 1], weak: [true, false, false, false], strong: [true, true, true, false]))
    #expect(curve.shares == [0, 0.5, 0.5, 0.5, 1])
    #expect(curve.qualities == [0.25, 0.5, 0.5, 0.5, 0.75])
    #expect(curve.averageGapRecovered == 0.5)
    let flat = try #require(RoutingCurve(scores: [3, 3], weak: [true, false], strong: [true, true]))
    #expect(flat.shares == [0])
    #expect(flat.averageGapRecovered.isNaN)
  }

  @Test func nothingToMeasureIsNil() throws {
    #expect(RoutingCurve(scores: [], weak: [], strong: []) == nil)
    let equal = try #require(RoutingCurve(scores: [1, 2], weak: [true, false], strong: [false, true]))
    #expect(equal.averageGapRecovered.isNaN)
    #expect(equal.callShare(recovering: 0.5).isNaN)
  }
}
