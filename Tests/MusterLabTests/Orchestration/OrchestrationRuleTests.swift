import MusterLearning
import MusterMath
import Testing

@testable import MusterLab

@Suite struct OrchestrationRuleTests {
  /// On an idle pool a rule's first choice is by hand: best fit takes the smallest node that holds the job, least
  /// loaded any empty one, and all of them place.
  @Test func rulesPlace() throws {
    let settings = OrchestrationFixture.settings { $0.churn = 0...0 }
    for rule in OrchestrationRule.all {
      let found = try rule.run(
        OrchestrationFixture.source(), settings, copies: 0..<4, seed: 5)
      #expect(found.allSatisfy { $0.finished > 0 && $0.utilisation > 0.05 && $0.composite > 0.2 })
      #expect(found.allSatisfy { $0.composite < 1 && $0.fairness <= 1 && $0.power <= 1 })
    }
  }

  /// The same seed gives the same measures; rules differ.
  @Test func rulesAreRepeatable() throws {
    let (source, settings) = (try OrchestrationFixture.source(), OrchestrationFixture.settings())
    func run(_ rule: OrchestrationRule) throws -> [OrchestrationMeasures] {
      try rule.run(source, settings, copies: 0..<3, seed: 2)
    }
    #expect(try run(OrchestrationRule.all[1]) == run(OrchestrationRule.all[1]))
    #expect(try run(OrchestrationRule.all[1]) != run(OrchestrationRule.all[5]))
  }

  /// Best fit leaves the least of what the job asks for most; least loaded goes where the least is held.
  @Test func screensNameTheirBest() throws {
    let settings = OrchestrationFixture.settings {
      $0.screen = .leastLoaded
      $0.nodes = 6...6
      $0.churn = 0...0
    }
    var world = try OrchestrationFixture.world(settings, copies: 0..<1)
    var turns = 0
    OrchestrationFixture.drive(&world, steps: 60) { world, _ in
      let cell = world.cells[0]
      if cell.turn == nil || cell.named[0] < 0 { return }
      turns += 1
      for node in cell.nodes.indices where cell.isOpen(node) && cell.fit(cell.head, node) != nil {
        #expect(cell.loadShare(Int(cell.named[0])) <= cell.loadShare(node))
      }
    }
    #expect(turns > 10)
  }

  @Test func convergenceByHand() {
    // A moving mean of 16 first reaches 95 % of 10 once the last 16 are all 10.
    let returns = Array(repeating: 0.0, count: 10) + Array(repeating: 10.0, count: 30)
    #expect(OrchestrationStudy.convergence(returns, final: 10) == 26)
    #expect(OrchestrationStudy.convergence(Array(repeating: 0, count: 40), final: 10) == nil)
  }
}
