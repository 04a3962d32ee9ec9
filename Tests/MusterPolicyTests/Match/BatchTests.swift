import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

/// Against exhaustive search, which is the oracle of this file.
@Suite("A match of the whole batch") struct BatchTests {
  static let exact: [(name: String, matcher: any Matcher)] = [
    ("assignment", ExactAssignment()), ("auction", Auction()), ("flow", FlowMatch()),
  ]

  @Test(
    "places the most tasks with the greatest sum of scores",
    arguments: exact.map(\.name), [false, true])
  func exhaustive(name: String, ties: Bool) throws {
    let matcher = try #require(BatchTests.exact.first { $0.name == name }).matcher
    for seed in 0..<150 as Range<UInt64> {
      let world = BatchWorld(
        seed: seed, tasks: 1 + Int(seed % 6), agents: 1 + Int(seed / 6 % 4), ties: ties)
      try expectBest(matcher, world, seed)
    }
  }

  @Test("lets tasks wait where that scores more", arguments: [-1.0, 0, 0.7, 3])
  func waiting(wait: Double) throws {
    for seed in 0..<100 as Range<UInt64> {
      let world = BatchWorld(seed: seed, tasks: 1 + Int(seed % 5), agents: 1 + Int(seed / 5 % 3))
      var (policy, made) = (BatchWorld.policy(FlowMatch(wait: wait)), Plan())
      var frame = world.fixture.frame
      policy.plan(&frame, into: &made)
      let found = try #require(world.worth(of: made.agents), "seed \(seed): \(made.agents)")
      let best = world.best(waiting: wait)
      #expect(
        (found.score - wait * Double(found.placed) - best).magnitude <= 4e-5, "seed \(seed): \(made.agents)")
    }
  }

  /// Too large for exhaustive search: three solvers that have nothing in common have to agree.
  @Test("is as good by each of the solvers") func agreement() throws {
    for seed in 0..<10 as Range<UInt64> {
      let world = BatchWorld(seed: seed, tasks: 40, agents: 12)
      var worths: [(placed: Int, score: Double)] = []
      for matcher in BatchTests.exact {
        var (policy, made) = (BatchWorld.policy(matcher.matcher), Plan())
        var frame = world.fixture.frame
        policy.plan(&frame, into: &made)
        worths.append(try #require(world.worth(of: made.agents), "\(matcher.name), seed \(seed)"))
      }
      #expect(worths.allSatisfy { $0.placed == worths[0].placed }, "seed \(seed): \(worths)")
      #expect(
        worths.allSatisfy { ($0.score - worths[0].score).magnitude < 1e-3 }, "seed \(seed): \(worths)")
    }
  }

  @Test("so with gangs, whole or not at all", arguments: ["assignment", "auction"], [false, true])
  func gangs(name: String, ties: Bool) throws {
    let matcher = try #require(BatchTests.exact.first { $0.name == name }).matcher
    for seed in 0..<150 as Range<UInt64> {
      let world = BatchWorld(
        seed: seed, tasks: 2 + Int(seed % 5), agents: 1 + Int(seed / 5 % 3), gangs: true, ties: ties)
      try expectBest(matcher, world, seed)
    }
  }

  @Test("never tears a gang, whatever the solver", arguments: exact.map(\.name))
  func whole(name: String) throws {
    let matcher = try #require(BatchTests.exact.first { $0.name == name }).matcher
    for seed in 0..<100 as Range<UInt64> {
      let world = BatchWorld(seed: seed, tasks: 12, agents: 5, gangs: true)
      var (policy, made) = (BatchWorld.policy(matcher), Plan())
      var frame = world.fixture.frame
      policy.plan(&frame, into: &made)
      #expect(world.worth(of: made.agents) != nil, "seed \(seed): \(made.agents)")
    }
  }

  @Test("serves more important tasks first, though others would score more") func priorities() throws {
    for matcher in BatchTests.exact {
      var fixture = FrameFixture(agents: [Agent(id: AgentID(1), concurrency: 1)])
      let first = Task(id: TaskID(1), priority: 1, features: [0])
      let second = Task(id: TaskID(2), priority: 0, features: [9])
      fixture.offer([first, second])
      var (policy, made) = (BatchWorld.policy(matcher.matcher), Plan())
      policy.plan(&fixture.frame, into: &made)
      #expect(made.agents == [0, -1], "\(matcher.name)")
    }
  }

  /// Two tasks fit lane by lane and not together: each agent has room for either by count, not for both.
  @Test("verifies what it chose by committing it, and matches again what did not fit") func lanes() throws {
    let big = Demand(resources: Resources(cpuMilli: 3000, memoryMiB: 1000))
    let small = Demand(resources: Resources(cpuMilli: 1000, memoryMiB: 3000))
    for matcher in BatchTests.exact {
      var fixture = FrameFixture(
        agents: (1...2).map {
          Agent(id: AgentID(UInt64($0)), capacity: Resources(cpuMilli: 4000, memoryMiB: 4000))
        })
      // All would rather have the first agent, which has room for one of each.
      fixture.offer(
        [big, big, small, small].enumerated().map {
          Task(id: TaskID(UInt64($0 + 1)), demand: $1, features: [1, 0])
        })
      var (policy, made) = (BatchWorld.policy(matcher.matcher), Plan())
      policy.plan(&fixture.frame, into: &made)
      #expect(made.agents.count { $0 == 0 } == 2 && made.agents.count { $0 == 1 } == 2, "\(matcher.name)")
      #expect(made.propensities == [1, 1, 1, 1])
    }
  }

  @Test("leaves a gang out whose members do not fit together") func giants() throws {
    let half = Demand(resources: Resources(cpuMilli: 3000, memoryMiB: 1))
    let other = Demand(resources: Resources(cpuMilli: 1, memoryMiB: 4000))
    for matcher in BatchTests.exact {
      var fixture = FrameFixture(
        agents: [Agent(id: AgentID(1), capacity: Resources(cpuMilli: 4000, memoryMiB: 4000))])
      fixture.offer([
        Task(id: TaskID(1), demand: half, gang: GangID(1), features: [1]),
        Task(id: TaskID(2), demand: other, gang: GangID(1), features: [1]),
        Task(id: TaskID(3), demand: half, features: [0]),
      ])
      var (policy, made) = (BatchWorld.policy(matcher.matcher), Plan())
      policy.plan(&fixture.frame, into: &made)
      #expect(made.agents == [-1, -1, 0], "\(matcher.name)")
    }
  }

  @Test("takes scores anew where an agent may have only so many at a time") func each() throws {
    var fixture = FrameFixture(agents: agents(4, cpuMilli: 1_000_000))
    fixture.place(task(99), on: 2)
    fixture.offer((1...8).map { task(UInt64($0)) })
    for word in ["assignment(each: 1)", "auction(each: 1)", "flow(each: 1)"] {
      let made = try plan("feasible | least-loaded(by: tasks) | \(word)", fixture)
      let counts = (0..<4).map { row in made.agents.count { $0 == Int32(row) } }
      // Rounds over all four, then what is left where there is least.
      #expect(counts == [2, 2, 2, 2], "\(word) \(made.agents)")
    }
  }

  @Test(
    "plans the same whether what it solved before helps or not",
    arguments: ["best-fit | assignment", "best-fit | flow", "least-loaded | flow(each: 1)"])
  func warm(stages: String) throws {
    var world = PolicyWorld(seed: 12, agents: 20)
    var kept = try Sentence.parse("feasible | \(stages)")
    var (one, other) = (Plan(), Plan())
    for step in 0..<200 {
      if step % 3 == 0 { world.offer() }
      var frame = world.fixture.frame
      var fresh = try Sentence.parse("feasible | \(stages)")
      fresh.plan(&frame, into: &other)
      kept.plan(&world.fixture.frame, into: &one)
      #expect(same(one, other), "step \(step)")
      _ = step % 3 == 2 ? world.carryOut(one) : []
      if step % 3 != 2 { world.fixture.decideAgain() }
    }
  }

  /// Machines of three kinds, tasks of a dozen shapes, some of which end between the rounds.
  @Test("solves a round of a large pool as from nothing, whatever rounds came before") func rounds() throws {
    var random = Random(seed: 4)
    var fixture = FrameFixture(
      agents: (1...300).map {
        let size = Int64(1 + $0 % 3)
        return Agent(
          id: AgentID(UInt64($0)), capacity: Resources(cpuMilli: 500 * size, memoryMiB: 1000 * size))
      }, seed: 4)
    let shapes = (0..<12).map { _ in
      Demand(
        resources: Resources(
          cpuMilli: Int64(20 + random.below(300)), memoryMiB: Int64(20 + random.below(600))))
    }
    var kept = try Sentence.parse("feasible | best-fit(cpu: 1500) | flow(arcs: 40)")
    var (one, other) = (Plan(), Plan())
    for round in 0..<60 {
      fixture.offer(
        (0..<80).map { Task(id: TaskID(UInt64(round * 100 + $0 + 1)), demand: shapes[random.below(12)]) })
      var frame = fixture.frame
      var fresh = try Sentence.parse("feasible | best-fit(cpu: 1500) | flow(arcs: 40)")
      fresh.plan(&frame, into: &other)
      kept.plan(&fixture.frame, into: &one)
      #expect(same(one, other), "round \(round)")
      fixture.carryOut(one)
      for _ in 0..<min(70, fixture.running.count) { fixture.finish(random.below(fixture.running.count)) }
    }
  }

  private func expectBest(_ matcher: any Matcher, _ world: BatchWorld, _ seed: UInt64) throws {
    var (policy, made) = (BatchWorld.policy(matcher), Plan())
    var frame = world.fixture.frame
    policy.plan(&frame, into: &made)
    let found = try #require(world.worth(of: made.agents), "seed \(seed): \(made.agents)")
    let best = world.best()
    #expect(found.placed == best.placed, "seed \(seed): \(made.agents)")
    // Scores count in steps of a millionth of their spread, which is at most 4.
    #expect((found.score - best.score).magnitude <= 4e-5, "seed \(seed): \(found) for \(best)")
  }
}
