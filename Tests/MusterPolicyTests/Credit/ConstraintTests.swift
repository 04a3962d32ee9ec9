import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

/// Words that score by constraints, by tails, by the worst period and by who may leave.
@Suite("Constraints and risk") struct ConstraintTests {
  /// Runs a sentence over agents that each bring a reward and cost, in US dollars.
  /// - Returns: how often each was chosen, and the mean spent, over the last half.
  private func run(
    _ sentence: String, steps: Int, seed: UInt64 = 1,
    _ draw: (_ row: Int, _ step: Int, inout Random) -> (Double, Double)
  ) throws -> (shares: [Double], spent: Double) {
    var world = try BanditWorld(sentence, agents: agents(2), seed: seed)
    var (counts, spent) = ([0.0, 0], 0.0)
    for step in 0..<steps {
      let task = task(step, features: [])
      let row = world.choose(task)
      let (reward, dollars) = draw(row, step, &world.random)
      var outcome = world.outcome(world.decision, task, row, reward)
      outcome.cost = Int64((dollars * 1e6).rounded())
      world.policy.observe([outcome])
      if step >= steps / 2 {
        counts[row] += 1
        spent += dollars
      }
    }
    let half = Double(steps - steps / 2)
    return (counts.map { $0 / half }, spent / half)
  }

  /// Reward .9 for 10 cents, .5 for 2: with 5 cents a try the best mixture gives (5 - 2) / (10 - 2) = .375 to the
  /// first, at a price of (.9 - .5) / .08 = 5 a dollar.
  @Test(arguments: ["projected", "sigmoid", "tanh"])
  func aBudgetIsKeptByTheBestMixture(multiplier: String) throws {
    let (shares, spent) = try run(
      "feasible | fit-to-kind | lagrange(of: cost, limit: 0.05, rate: 0.005, multiplier: \(multiplier), most: 2)",
      steps: 8000
    ) { row, _, random in
      let mean = row == 0 ? 0.9 : 0.5
      return (mean + 0.1 * (random.unit() - 0.5), row == 0 ? 0.1 : 0.02)
    }
    #expect((spent - 0.05).magnitude < 0.001)
    #expect((shares[0] - 0.375).magnitude < 0.015)
  }

  /// Without need the price falls to nothing: the best agent keeps within the limit.
  @Test func aLimitThatDoesNotBindCostsNothing() throws {
    let (shares, _) = try run(
      "feasible | fit-to-kind | lagrange(of: cost, limit: 0.2)", steps: 400
    ) { row, _, _ in (row == 0 ? 0.9 : 0.5, row == 0 ? 0.1 : 0.02) }
    #expect(shares[0] == 1)
  }

  /// Exactly 8 cents a try: the best alone would spend 2.
  @Test func exactlyMayMeanMore() throws {
    let (shares, spent) = try run(
      "feasible | fit-to-kind | lagrange(of: cost, limit: 0.08, rate: 0.005, multiplier: tanh, most: 2)",
      steps: 8000
    ) { row, _, _ in (row == 0 ? 0.5 : 0.9, row == 0 ? 0.1 : 0.02) }
    #expect((spent - 0.08).magnitude < 0.001 && (shares[0] - 0.75).magnitude < 0.015)
  }

  @Test func failuresAreHeldToTheirShare() throws {
    // The first brings 1 and fails half the time, the second brings .5 and never fails: at most one fifth of
    // failures is two fifths on the first.
    var world = try BanditWorld(
      "feasible | fit-to-kind | lagrange(of: failures, limit: 0.2, rate: 0.005)", agents: agents(2), seed: 4)
    var failures = 0.0
    for step in 0..<8000 {
      let task = task(step, features: [])
      let row = world.choose(task)
      var outcome = world.outcome(world.decision, task, row, row == 0 ? 1 : 0.5)
      outcome.succeeded = row == 1 || world.random.bernoulli(0.5)
      world.policy.observe([outcome])
      if step >= 4000, !outcome.succeeded { failures += 1 }
    }
    #expect((failures / 4000 - 0.2).magnitude < 0.02)
  }

  @Test(arguments: [
    (
      "lagrange(of: cost, limit: 0)",
      "column 1: \"lagrange\": the limit of cost is 0, which no try can keep to; expected more than 0"
    ),
    (
      "fit-to-kind | lagrange(of: cost, limit: 2, multiplier: tanh) | lagrange(of: cost, limit: 1)",
      "column 64: \"lagrange\": cost cannot be at most 1 and exactly 2 at once"
    ),
    (
      "lagrange(of: seconds, limit: 2) | lagrange(of: seconds, limit: 3, multiplier: tanh)",
      "column 35: \"lagrange\": seconds cannot be exactly 3 and at most 2 at once"
    ),
    (
      "lagrange(of: cost, limit: 2, multiplier: tanh) | lagrange(of: cost, limit: 3, multiplier: tanh)",
      "column 50: \"lagrange\": cost cannot be exactly 3 and exactly 2 at once"
    ),
    (
      "lagrange(of: failures, limit: 1)",
      "column 1: \"lagrange\": the limit of failures is 1; expected a share below 1, which failures can exceed"
    ),
  ])
  func whatCannotBeHadIsNamed(sentence: String, message: String) {
    #expect(performing: { _ = try Sentence(sentence) }, throws: { "\($0)" == message })
  }

  @Test func limitsThatGoTogetherAreFine() throws {
    _ = try Sentence(
      "lagrange(of: cost, limit: 1, multiplier: tanh) | lagrange(of: cost, limit: 2) | lagrange(of: seconds, limit: 1)"
    )
  }

  /// .9 on average with one disaster in ten beside a steady .7: the mean prefers the first, the worst tenth the second.
  @Test func theTailDecides() throws {
    func share(_ sentence: String) throws -> Double {
      try run(sentence, steps: 2000) { row, _, random in
        (row == 0 ? (random.bernoulli(0.1) ? -1 : 1.1) : 0.7, 0)
      }.shares[1]
    }
    #expect(try share("feasible | cvar(level: 0.1) | explore(0.1)") > 0.9)
    #expect(try share("feasible | cvar(level: 1) | explore(0.1)") < 0.1)
  }

  /// The score is the definition's: by hand, over four rewards and the prior as one more.
  @Test func theTailIsOfTheLatestRewards() throws {
    var world = try BanditWorld(
      "feasible | cvar(level: 0.5, window: 4, prior: 0, strength: 1)", agents: agents(1), seed: 1)
    var last = Outcome?.none
    for (step, reward) in [9.0, 4, 1, 3, 2].enumerated() {
      let task = task(step, features: [])
      let row = world.choose(task)
      last = world.outcome(UInt64(step), task, row, reward)
      world.policy.observe([try #require(last)])
    }
    func score(_ policy: Pipeline) -> Float {
      var fixture = world.fixture
      fixture.offer([task(99, features: [])])
      return policy.scoreOfFirst(in: fixture)
    }
    // 4 1 3 2: the worst half is 1.5, with the prior 4 * 1.5 / 5.
    #expect(score(world.policy) == 1.2)
    var correction = try #require(last)
    correction.isCorrection = true
    correction.reward = 0
    world.policy.observe([correction])
    // 4 1 3 0.
    #expect(score(world.policy) == 0.4)
  }

  /// The first agent is better on average, but bad in every fourth period; the second is always the same.
  @Test func theWorstPeriodDecides() throws {
    func share(_ score: String) throws -> Double {
      try run("feasible | \(score) | explore(0.2)", steps: 4000) { row, step, _ in
        (row == 0 ? (step / 100 % 4 == 3 ? 0 : 1) : 0.6, 0)
      }.shares[1]
    }
    #expect(try share("robust(periods: 5, length: 100)") > 0.8)
    #expect(try share("robust(periods: 1, length: 1000000)") < 0.2)
  }

  /// The better agent is worth more to a tenant who is about to leave than to one who is not.
  @Test func tenantsAboutToLeaveCountMore() throws {
    var world = try BanditWorld("feasible | engagement(levels: 4, discount: 0.8)", agents: agents(2), seed: 2)
    func observe(_ count: Int, _ tenant: UInt32, _ row: Int, _ succeeded: Bool) {
      for _ in 0..<count {
        var task = task(0, features: [])
        task.tenant = TenantID(tenant)
        var outcome = world.outcome(0, task, row, succeeded ? 1 : 0)
        outcome.succeeded = succeeded
        world.policy.observe([outcome])
      }
    }
    observe(60, 0, 0, true)
    observe(10, 0, 1, true)
    observe(30, 1, 1, false)
    func gap(_ tenant: UInt32) -> Float {
      var fixture = world.fixture
      var asked = task(7, features: [])
      asked.tenant = TenantID(tenant)
      fixture.offer([asked])
      let scores = world.policy.scores(in: fixture)
      return scores[0] - scores[1]
    }
    // Tenant 0 is on the highest level, tenant 1 on the lowest, tenant 2 has not come yet.
    #expect(gap(1) > gap(2) && gap(2) > gap(0) && gap(0) > 0)
  }
}

extension Pipeline {
  /// The scores that it gives to the agents for the first task of the frame, in the order of their rows.
  fileprivate func scores(in fixture: FrameFixture) -> [Float] {
    var funnel = funnel
    let found = funnel.candidates(for: 0, in: fixture.frame)
    return zip(found.agents, found.scores).sorted { $0.0 < $1.0 }.map(\.1)
  }
  fileprivate func scoreOfFirst(in fixture: FrameFixture) -> Float { scores(in: fixture).first ?? .nan }
}
