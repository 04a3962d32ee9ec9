import MusterPolicy
import Testing

/// The published formulas, computed by hand.
@Suite("Symphony-Coord's delayed reward and risk guard") struct VoteTests {
  private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-12 }

  @Test("reward success, agreement with the vote and speed") func rewards() {
    let chains = [
      VoteReward.Chain(answer: 7, succeeded: true, latency: 500),
      VoteReward.Chain(answer: 7, succeeded: false, latency: 2000),
      VoteReward.Chain(answer: 9, succeeded: true, latency: 8000),
    ]
    #expect(VoteReward.winner(of: chains) == 7)
    let rewards = VoteReward.rewards(of: chains)
    #expect(near(rewards[0], 1 + 0.5 - 0.2 * 0.5))
    #expect(near(rewards[1], 0.5 - 0.2))
    #expect(near(rewards[2], 1 - 0.2))
    #expect(near(VoteReward.disagreement(of: chains), 1.0 / 3))
  }

  @Test("count votes by weight, the first among equals") func weights() {
    var chains = [
      VoteReward.Chain(answer: 1, weight: 1, succeeded: true, latency: 0),
      VoteReward.Chain(answer: 2, weight: 1, succeeded: true, latency: 0),
    ]
    #expect(VoteReward.winner(of: chains) == 1)
    chains[1].weight = 1.5
    #expect(VoteReward.winner(of: chains) == 2)
    #expect(near(VoteReward.disagreement(of: chains), 1 / 2.5))
    chains[1].weight = .nan
    #expect(VoteReward.winner(of: chains) == 1)
  }

  @Test("say something sound of chains without answers") func silence() {
    let silent = [VoteReward.Chain(answer: nil, succeeded: false, latency: .nan)]
    #expect(VoteReward.winner(of: silent) == nil)
    #expect(near(VoteReward.rewards(of: silent)[0], -0.2))
    #expect(VoteReward.disagreement(of: silent) == 1)
    #expect(VoteReward.rewards(of: []).isEmpty && VoteReward.disagreement(of: []) == 1)
  }

  @Test("run again from 0.45 on, ask a person from 0.70 on") func guardLevels() {
    func signs(_ d: Double, _ i: Double, _ o: Double, _ h: Double) -> RiskGuard.Signs {
      RiskGuard.Signs(disagreement: d, instability: i, domain: o, history: h)
    }
    #expect(near(RiskGuard.risk(signs(0.5, 0.25, 1, 0.2)), 0.225 + 0.075 + 0.2 + 0.01))
    let standard = RiskGuard()
    #expect(standard.action(signs(0, 1, 0, 1)) == .accept)
    #expect(standard.action(signs(1, 0, 0, 0)) == .runAgain(2))
    #expect(standard.action(signs(1, 0, 1, 0)) == .runAgain(2))
    #expect(standard.action(signs(1, 0, 1, 1)) == .askPerson)
    #expect(standard.action(signs(1, 1, 0, 0)) == .askPerson)
    // What is not known is feared.
    #expect(standard.action(signs(.nan, .nan, 0, 0)) == .askPerson)
    #expect(near(RiskGuard.risk(signs(-3, 9, 0, 0)), 0.3))
  }
}
