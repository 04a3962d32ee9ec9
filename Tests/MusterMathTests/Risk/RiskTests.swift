import MusterMath
import Testing

@Suite struct RiskTests {
  @Test func conditionalValueIsTheBestOfItsDefinition() throws {
    var random = Random(seed: 4)
    for count in [1, 2, 7, 40] {
      let sample = (0..<count).map { _ in Double(random.below(20)) - 5 }
      for level in [0.05, 0.3, 0.5, 1] {
        let best = sample.map { b in
          b + sample.reduce(0) { $0 + min($1 - b, 0) } / Double(count) / level
        }.max()
        let found = try #require(TailRisk.conditionalValue(sample, level: level))
        #expect((found - (best ?? .nan)).magnitude < 1e-12)
      }
    }
    #expect(TailRisk.conditionalValue([4, 1, 2, 3], level: 0.5) == 1.5)
    #expect(TailRisk.conditionalValue([], level: 0.5) == nil)
  }

  /// Cells of a small grid are counted.
  @Test(arguments: 0..<20)
  func hypervolumesAreWhatCountingFinds(seed: Int) {
    var random = Random(seed: UInt64(seed))
    let points = (0..<1 + random.below(7)).map { _ in
      SIMD3(Double(random.below(8)) - 1, Double(random.below(8)) - 1, Double(random.below(8)) - 1)
    }
    var (cells, squares) = (0, 0)
    for x in 0..<7 {
      for y in 0..<7 {
        if points.contains(where: { $0.x > Double(x) && $0.y > Double(y) }) { squares += 1 }
        for z in 0..<7
        where points.contains(where: { $0.x > Double(x) && $0.y > Double(y) && $0.z > Double(z) }) {
          cells += 1
        }
      }
    }
    #expect(Hypervolume.of(points, reference: .zero) == Double(cells))
    #expect(Hypervolume.of(points.map { SIMD2($0.x, $0.y) }, reference: .zero) == Double(squares))
  }

  /// Value sqrt(x) for a cost of x: at price l the best x is 1 / (4 l^2), so an allowance of 4 settles at 1/4.
  @Test func thePriceSettlesWhereTheAllowanceIsSpent() {
    var multiplier = LagrangeMultiplier(rate: 0.002, price: 1)
    for _ in 0..<5000 {
      let spent = min(1 / (4 * multiplier.price * multiplier.price), 100)
      multiplier.update(spent: spent, allowance: 4)
    }
    #expect((multiplier.price - 0.25).magnitude < 1e-6)
    for _ in 0..<5000 { multiplier.update(spent: 0, allowance: 4) }
    #expect(multiplier.price == 0)
  }

  /// By hand: the bonus rests weakly on a foundation met by half: 1 * (.5 + .5 * .6) = .8; the penalty hangs on a
  /// trigger that did not go off: 0. (2 * .5 + 1 * .8) / 3.
  @Test func rubricScoresAreTheClosedForm() throws {
    let graph = try RubricGraph(
      criteria: [
        .init(.bonus, weight: 1), .init(.foundation, weight: 2), .init(.trigger, weight: 0),
        .init(.penalty, weight: -3),
      ],
      edges: [.init(from: 1, to: 0, .weak), .init(from: 2, to: 3, .trigger)])
    #expect((graph.score([1, 0.5, 0, 1]) - 1.8 / 3).magnitude < 1e-15)
    #expect((graph.score([1, 0.5, 1, 1]) - (1.8 - 3) / 3).magnitude < 1e-15)
    #expect(graph.score([1, 1, 0, 1]) == 1)
  }

  /// q0 = .5; q1 = 1 (.5 + .5 * .2) = .6; q2 = 1 (.6 + .4 * .2) = .68.
  @Test func cyclesLoseTheEdgeThatClosesThem() throws {
    let criteria = Array(repeating: RubricGraph.Criterion(.foundation, weight: 1), count: 3)
    let graph = try RubricGraph(
      criteria: criteria,
      edges: [
        .init(from: 0, to: 1, .strong), .init(from: 1, to: 2, .strong), .init(from: 2, to: 0, .strong),
      ],
      dropsCycles: true)
    #expect(graph.droppedEdges == [2])
    #expect((graph.score([0.5, 1, 1]) - (0.5 + 0.6 + 0.68) / 3).magnitude < 1e-15)
  }

  @Test func cyclesAreNamed() {
    let criteria = Array(repeating: RubricGraph.Criterion(.foundation, weight: 1), count: 4)
    #expect(throws: RubricGraph.Fault.cycle(edge: 3, criteria: [0, 1, 2])) {
      try RubricGraph(
        criteria: criteria,
        edges: [
          .init(from: 0, to: 1, .strong), .init(from: 1, to: 2, .strong), .init(from: 1, to: 3, .weak),
          .init(from: 2, to: 0, .strong),
        ])
    }
    #expect(throws: RubricGraph.Fault.cycle(edge: 0, criteria: [2])) {
      try RubricGraph(criteria: criteria, edges: [.init(from: 2, to: 2, .weak)])
    }
  }

  @Test func rubricsSayWhatIsWrong() {
    #expect(throws: RubricGraph.Fault.noPositiveWeight) {
      try RubricGraph(criteria: [.init(.penalty, weight: -1)], edges: [])
    }
    #expect(throws: RubricGraph.Fault.badWeight(criterion: 0, found: -1)) {
      try RubricGraph(criteria: [.init(.bonus, weight: -1)], edges: [])
    }
    let criteria = [RubricGraph.Criterion(.bonus, weight: 1), .init(.foundation, weight: 1)]
    #expect(throws: RubricGraph.Fault.badEdge(edge: 0, from: .bonus, to: .foundation)) {
      try RubricGraph(criteria: criteria, edges: [.init(from: 0, to: 1, .weak)])
    }
    #expect(throws: RubricGraph.Fault.noSuchCriterion(edge: 0, found: 9)) {
      try RubricGraph(criteria: criteria, edges: [.init(from: 1, to: 9, .weak)])
    }
  }
}
