import MusterCore
import MusterPolicy
import Testing

/// The published formulas, computed by hand.
@Suite("Symphony-Coord's delayed reward and risk guard") struct VoteTests {
  private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-12 }

  @Test("reward success, agreement with the vote and speed") func rewards() {
    #expect(near(VoteReward.reward(succeeded: true, agrees: true, latency: 500), 1 + 0.5 - 0.2 * 0.5))
    #expect(near(VoteReward.reward(succeeded: false, agrees: true, latency: 2000), 0.5 - 0.2))
    #expect(near(VoteReward.reward(succeeded: true, agrees: false, latency: 8000), 1 - 0.2))
    #expect(near(VoteReward.reward(succeeded: false, agrees: false, latency: .nan), -0.2))
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

  @Test("the disagreement from which on more runs are asked is where the risk reaches 0.45")
  func doubt() {
    let standard = RiskGuard()
    var signs = RiskGuard.Signs(disagreement: 0, instability: 0.5, domain: 0.3, history: 0.2)
    let doubt = standard.doubt(signs)
    #expect(abs(0.45 * doubt - (0.45 - 0.15 - 0.06 - 0.01)) < 1e-9)
    for disagreement in stride(from: 0.0, through: 1, by: 1.0 / 64) {
      signs.disagreement = disagreement
      #expect((disagreement >= doubt) == (standard.action(signs) != .accept))
    }
    // As risky as it gets without a vote, and without any risk of its own.
    let all = RiskGuard.Signs(disagreement: 0, instability: 1, domain: 1, history: 1)
    #expect(standard.doubt(all) == 0)
    let none = RiskGuard.Signs(disagreement: .nan, instability: 0, domain: 0, history: 0)
    #expect(standard.doubt(none) <= 1 && standard.doubt(none) > 0.999)
    let ask = standard.ask(.majority, copies: (1...5).map { TaskID($0) }, signs)
    #expect(ask.first == 3 && ask.copies.count == 5 && ask.doubt == doubt)
  }
}
