import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("On-demand forwarding") struct OnDemandTests {
  /// Against the plainest form: all candidates in order, each asked until one takes the task.
  @Test(
    "gives the task to the best that does not reject",
    arguments: [
      "skills | least-loaded(by: tasks, weight: -1)", "skills | best-fit", "skills | fastest", "skills",
    ])
  func order(stages: String) throws {
    for seed in 0..<4 as Range<UInt64> {
      var world = PolicyWorld(seed: seed, agents: 20)
      var policy = try Sentence.parse("\(stages) | on-demand")
      var plain = Pipeline(
        name: "plain", funnel: try Sentence("\(stages)").policy().funnel, matcher: AskAll())
      var (made, expected) = (Plan(), Plan())
      for step in 0..<150 {
        world.offer()
        var frame = world.fixture.frame
        plain.plan(&frame, into: &expected)
        policy.plan(&world.fixture.frame, into: &made)
        #expect(made.agents == expected.agents, "seed \(seed), step \(step)")
        let outcomes = world.carryOut(made)
        policy.observe(outcomes)
        plain.observe(outcomes)
      }
    }
  }

  @Test("asks only as many as the deadline and the limit allow") func deadline() throws {
    var fixture = FrameFixture(agents: (1...4).map { Agent(id: AgentID(UInt64($0)), concurrency: 1) })
    for row in 0..<3 { fixture.place(task(90), on: row) }
    let scores: [Float] = [4, 3, 2, 1]
    func chosen(_ matcher: OnDemand, deadline: Instant = .never) -> Int32 {
      var fixture = fixture
      fixture.offer([Task(id: TaskID(1), deadline: deadline, features: scores)], at: Instant(seconds: 10))
      var funnel = Funnel()
      funnel.append(.pairScreen(Skills()), name: "skills")
      funnel.append(.listScorer(FirstFeatures()), name: "told")
      var (policy, made) = (Pipeline(name: "on-demand", funnel: funnel, matcher: matcher), Plan())
      policy.plan(&fixture.frame, into: &made)
      return made.agents[0]
    }
    #expect(chosen(OnDemand()) == 3)
    #expect(chosen(OnDemand(asks: 3)) == -1 && chosen(OnDemand(asks: 4)) == 3)
    // Three trips of half a second end before the fourth agent is asked.
    #expect(chosen(OnDemand(trip: 0.5), deadline: Instant(seconds: 11.5)) == -1)
    #expect(chosen(OnDemand(trip: 0.5), deadline: Instant(seconds: 12)) == 3)
    #expect(chosen(OnDemand(trip: 0.5), deadline: Instant(seconds: 9)) == -1)
  }

  private struct AskAll: Chooser {
    mutating func choose(
      for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
    ) -> Choice? {
      var candidates = funnel.candidates(for: task, in: frame)
      candidates.bringBestForward(candidates.count, in: frame.pool)
      for (row, score) in zip(candidates.agents, candidates.scores)
      where frame.pool.admits(frame.tasks[task].demand, at: Int(row))
        && frame.affords(task: task, agent: Int(row))
      {
        return Choice(agent: Int(row), score: score, propensity: 1)
      }
      return nil
    }
  }

  private struct FirstFeatures: ListScorer {
    mutating func score(
      _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
      into scores: UnsafeMutableBufferPointer<Float>
    ) {
      for i in 0..<rows.count { scores[i] = frame.tasks[task].features[Int(rows[i])] }
    }
  }
}
