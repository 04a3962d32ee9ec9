import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("A screen of sets") struct SetScreenTests {
  /// Probabilities .5, .3 and .2 by softmax of their logarithms.
  @Test(
    "top-p keeps the fewest whose probabilities add up to p",
    arguments: [(0.0, 1), (0.4, 1), (0.49, 1), (0.51, 2), (0.79, 2), (0.81, 3), (1, 3)])
  func topP(p: Double, count: Int) {
    var fixture = FrameFixture(agents: agents(3))
    let scores = [0.2, 0.5, 0.3].map { Float(Portable.log($0)) }
    fixture.offer([Task(id: TaskID(1), features: scores)])
    var candidates = Candidates()
    for row in 0..<3 { candidates.append(Int32(row), score: scores[row]) }
    var (screen, random) = (TopPScreen(p: p), Random(seed: 1))
    screen.screen(&candidates, for: 0, in: fixture.frame, random: &random)
    #expect(candidates.agents == [1, 2, 0].prefix(count).map { Int32($0) })
  }

  @Test("top-p follows the temperature") func temperature() throws {
    var fixture = FrameFixture(agents: agents(5))
    for row in 0..<5 { for _ in 0..<row { fixture.place(task(9), on: row) } }
    fixture.offer([task()])
    #expect(
      try candidates("feasible | least-loaded(by: tasks) | top-p(0.9, 0.01)", fixture).map(\.row) == [0])
    #expect(try candidates("feasible | least-loaded(by: tasks) | top-p(0.9, 1000)", fixture).count == 5)
  }

  /// Exhaustive search is the oracle; the bounds are those of the three methods.
  @Test("a team is nearly the best there is", arguments: Team.Method.allCases, [0.0, 0.4, 1])
  func team(method: Team.Method, diversity: Double) {
    let bounds: [Team.Method: Double] = [.lazy: 1 - 1 / 2.718_281_828, .streaming: 0.4, .dynamic: 0.5 / 1.1]
    let bound = bounds[method] ?? 1
    var random = Random(seed: 31)
    for _ in 0..<60 {
      let count = 4 + random.below(8)
      let limit = 1 + random.below(4)
      let pool = (0..<count).map { index in
        Agent(
          id: AgentID(UInt64(index + 1)), skills: SkillSet((0..<12).filter { _ in random.bernoulli(0.25) }))
      }
      let scores = (0..<count).map { _ in Float(random.uniform(-3, 5)) }
      let fixture = FrameFixture(agents: pool)
      var candidates = Candidates()
      for row in 0..<count { candidates.append(Int32(row), score: scores[row]) }
      var screen = Team(limit, by: method, diversity: diversity)
      screen.screen(&candidates, for: 0, in: fixture.frame, random: &random)
      #expect(candidates.count == min(limit, count))

      func worth(_ mask: Int) -> Double {
        let members = (0..<count).filter { mask >> $0 & 1 == 1 }
        let (least, most) = (Double(scores.min() ?? 0), Double(scores.max() ?? 0))
        let standing = members.reduce(0) { $0 + (Double(scores[$1]) - least) / (most - least) }
        let all = Set((0..<12).filter { skill in pool.contains { $0.skills.contains(skill) } })
        let covered = all.filter { skill in members.contains { pool[$0].skills.contains(skill) } }
        let share = all.isEmpty ? 0 : Double(covered.count) / Double(all.count)
        return (1 - diversity) * standing / Double(limit) + diversity * share
      }
      let best = (0..<(1 << count)).filter { $0.nonzeroBitCount <= limit }.map(worth).max() ?? 0
      let found = worth(candidates.agents.reduce(0) { $0 | 1 << Int($1) })
      #expect(found >= bound * best - 1e-9, "\(found) of \(best)")
    }
  }

  @Test("agents that have announced to leave get nothing that would not end in time") func predicted() throws
  {
    var leaving = Agent(id: AgentID(2), capacity: Resources(cpuMilli: 8000))
    leaving.leavesAt = Instant(seconds: 100)
    var fixture = FrameFixture(agents: [Agent(id: AgentID(1), capacity: Resources(cpuMilli: 8000)), leaving])
    var policy = try Sentence("feasible | predicted | most-loaded").policy()
    func rows(limit: Double, at now: Double) -> [Int32] {
      fixture.offer(
        [Task(id: TaskID(1), kind: KindID(3), timeLimit: Nanoseconds(limit * 1e9))], at: Instant(seconds: now)
      )
      var funnel = policy.funnel
      return funnel.candidates(for: 0, in: fixture.frame).agents
    }
    #expect(rows(limit: 30, at: 60) == [0, 1])
    #expect(rows(limit: 50, at: 60) == [0])
    // What the agent needs as a rule counts for more than the limit.
    policy.observe([
      Outcome(
        decision: DecisionID(1), task: TaskID(9), kind: KindID(3), tenant: TenantID(0), agent: AgentID(2),
        agentRow: 1, succeeded: true, reward: 1, cost: 0, duration: 10_000_000_000)
    ])
    #expect(rows(limit: 50, at: 60) == [0, 1])
    #expect(rows(limit: 50, at: 95) == [0])
    // With nobody else it is as if nothing had been announced.
    fixture.setStatus(0, .draining)
    #expect(rows(limit: 50, at: 95) == [1])
  }
}
