import MusterCore
import MusterPolicy
import Testing

/// The published formulas, computed by hand.
@Suite("Symphony-Coord") struct SymphonyTests {
  private func near(_ a: Double, _ b: Double, _ slack: Double = 1e-5) -> Bool { abs(a - b) < slack }

  /// Agents with ids from 1 that match simple and hard tasks as A, B and E of the publication do.
  private func fixture(_ taskFeatures: [Float] = [1, 0], explaining: Int = 3) -> FrameFixture {
    var list = agents(3)
    for (row, features) in [[0.8, 0.95], [0.95, 0.2], [0.6, 0.9]].enumerated() {
      list[row].features = features.map { Float($0) }
    }
    var fixture = FrameFixture(agents: list)
    fixture.offer(
      [Task(id: TaskID(1), kind: KindID(1), features: taskFeatures)], explaining: explaining)
    return fixture
  }

  private func outcome(
    _ decision: UInt64, agent: UInt64, reward: Double, milliseconds: Double = 500, corrects: Bool = false
  ) -> Outcome {
    Outcome(
      decision: DecisionID(decision), task: TaskID(decision), kind: KindID(1), tenant: TenantID(0),
      agent: AgentID(agent), agentRow: Int(agent) - 1, succeeded: reward > 0, reward: reward, cost: 0,
      duration: Nanoseconds(milliseconds * 1e6), isCorrection: corrects)
  }

  @Test("divides its six features by their norm if that is above 1") func features() {
    let x = SymphonyScore.features(match: 0.8, load: 0.3, latency: 900, reputation: 0.5, available: true)
    let norm = 3.1825.squareRoot()
    #expect(zip(x, [1, 0.8, 0.3, 0.45, 0.5, 1]).allSatisfy { near($0, $1 / norm, 1e-12) })
    let slow = SymphonyScore.features(match: 0, load: 0, latency: 9000, reputation: 0, available: false)
    #expect(zip(slow, [1, 0, 0, 1, 0, 0]).allSatisfy { near($0, $1 / 2.0.squareRoot(), 1e-12) })
  }

  @Test("widens its radius with the logarithm of the outcomes") func radius() {
    // sqrt(6 ln 1 + 2 ln 20) + 1, sqrt(6 ln 11 + 2 ln 20) + 1.
    #expect(near(SymphonyScore.radius(SymphonyScore.Settings(), after: 0), 3.447747))
    #expect(near(SymphonyScore.radius(SymphonyScore.Settings(), after: 10), 5.514293))
  }

  @Test("scores by one model for all agents, and learns a correction") func scores() throws {
    var policy = try Sentence("symphony").policy()
    var plan = Plan()
    var first = fixture()
    policy.plan(&first.frame, into: &plan)
    let explanation = try #require(plan.explanations[0])
    // Nothing is known: every x has norm 1.
    #expect(explanation.scores.allSatisfy { near(Double($0), 3.447747) })
    let recorded = Array(explanation.features.dropFirst(2))
    let chosen = try #require(explanation.agents.first).rawValue
    let match = [0.8, 0.95, 0.6][Int(plan.agents[0])]
    let x = SymphonyScore.features(match: match, load: 0, latency: 500, reputation: 0.5, available: true)
    #expect(recorded.count == 6 && zip(recorded, x).allSatisfy { near(Double($0), $1) })

    policy.recall(DecisionID(0), features: explanation.features)
    policy.observe([outcome(0, agent: chosen, reward: 1, milliseconds: 1500)])
    // A^-1 = I - x x^T / 2 and theta = r x / 2.
    func expected(_ reward: Double) -> [UInt64: Double] {
      var scores: [UInt64: Double] = [:]
      for (row, match) in [0.8, 0.95, 0.6].enumerated() {
        let isChosen = UInt64(row + 1) == chosen
        let y = SymphonyScore.features(
          match: match, load: 0, latency: isChosen ? 700 : 500, reputation: isChosen ? 0.525 : 0.5,
          available: true)
        let product = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
        scores[UInt64(row + 1)] = reward * product / 2 + 4.185961 * (1 - product * product / 2).squareRoot()
      }
      return scores
    }
    for reward in [1, 0.25] {
      if reward < 1 { policy.observe([outcome(0, agent: chosen, reward: reward, corrects: true)]) }
      var next = fixture()
      policy.plan(&next.frame, into: &plan)
      let found = try #require(plan.explanations[0])
      let wanted = expected(reward)
      for (agent, score) in zip(found.agents, found.scores) {
        #expect(near(Double(score), wanted[agent.rawValue] ?? .nan, 1e-4), "agent \(agent)")
      }
    }
  }

  @Test("learns a decided vote in place of what the run was counted with before", arguments: [true, false])
  func vote(agrees: Bool) throws {
    func scores(_ told: [Outcome]) throws -> [Float] {
      var policy = try Sentence("symphony").policy()
      var plan = Plan()
      var world = fixture()
      policy.plan(&world.frame, into: &plan)
      policy.recall(DecisionID(0), features: try #require(plan.explanations[0]).features)
      policy.observe(told)
      var next = fixture()
      policy.plan(&next.frame, into: &plan)
      let found = try #require(plan.explanations[0])
      return found.agents.indices.sorted { found.agents[$0] < found.agents[$1] }.map { found.scores[$0] }
    }
    let first = outcome(0, agent: 1, reward: 1, milliseconds: 500)
    var vote = outcome(0, agent: 1, reward: 1, milliseconds: 500, corrects: true)
    vote.agreement = agrees
    // 1[ok] + 0.5 1[agrees] - 0.2 sqrt(500 / 2000).
    var atOnce = first
    atOnce.reward = agrees ? 1.4 : 0.9
    let (late, right) = (try scores([first, vote]), try scores([atOnce]))
    #expect(late.count == 3 && zip(late, right).allSatisfy { near(Double($0), Double($1), 1e-6) })
    #expect(try scores([first]) != late)
    // Told what it knows, it stays: feedback that repeats the reward takes nothing of the vote away.
    let repeated = outcome(0, agent: 1, reward: 1, corrects: true)
    #expect(try scores([first, vote, repeated]) == late)
  }

  @Test("stops learning when it is frozen") func frozen() throws {
    var policy = try Sentence("symphony(freeze: 1)").policy()
    var plan = Plan()
    var snapshots: [[Float]] = []
    for decision in 0..<3 as Range<UInt64> {
      var next = fixture()
      policy.plan(&next.frame, into: &plan)
      let explanation = try #require(plan.explanations[0])
      snapshots.append(explanation.scores)
      policy.recall(DecisionID(decision), features: explanation.features)
      // Outcomes that leave the agents' state as it is cannot be had; those of another agent leave the three alone.
      policy.observe([outcome(decision, agent: 99, reward: 1)])
    }
    #expect(snapshots[0] != snapshots[1])
    #expect(snapshots[1] == snapshots[2])
  }

  @Test("knows how stable an agent is") func stability() {
    #expect(near(Beacon.stability(load: 0.5, latency: 1000, available: true), 0.6, 1e-12))
    #expect(near(Beacon.stability(load: 0, latency: 5000, available: false), 0.4, 1e-12))
  }

  @Test("asks the agents that match, until their record speaks against them") func beacon() throws {
    let sentence = "beacon(2)"
    #expect(try candidates(sentence, fixture()).map(\.row) == [0, 1])
    #expect(try candidates(sentence, fixture([0, 1])).map(\.row) == [0, 2])
    var policy = try Sentence(sentence).policy()
    // 0.5 * 0.95 + 0.35 * 0 + 0.15 * 0.9 = 0.61, below 0.85 * 0.6 + 0.135 = 0.645.
    policy.observe([outcome(1, agent: 2, reward: 0)])
    let next = fixture()
    var funnel = policy.funnel
    #expect(funnel.candidates(for: 0, in: next.frame).agents == [0, 2])
    // It was a success after all.
    policy.observe([outcome(1, agent: 2, reward: 1, corrects: true)])
    funnel = policy.funnel
    #expect(funnel.candidates(for: 0, in: next.frame).agents == [0, 1])
  }

  @Test("lets load and latency count") func beaconState() throws {
    var policy = try Sentence("beacon(1, similarity: 0, prior: 0, stability: 1)").policy()
    policy.observe([
      outcome(1, agent: 1, reward: 1, milliseconds: 900), outcome(2, agent: 2, reward: 1, milliseconds: 400),
      outcome(3, agent: 3, reward: 1, milliseconds: 600),
    ])
    var funnel = policy.funnel
    #expect(funnel.candidates(for: 0, in: fixture().frame).agents == [1])
    var busy = try Sentence("beacon(1, similarity: 0, prior: 0, stability: 1, load: calls)").policy()
    busy.observe((1...4).map { outcome($0, agent: 2, reward: 1, milliseconds: 300) })
    busy.observe([outcome(5, agent: 1, reward: 1, milliseconds: 900)])
    funnel = busy.funnel
    #expect(funnel.candidates(for: 0, in: fixture().frame).agents == [2])
  }
}
