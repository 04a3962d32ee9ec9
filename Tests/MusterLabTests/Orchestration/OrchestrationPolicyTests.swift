import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@testable import MusterLab
@testable import MusterLearning

/// `learned(FILE)` of the methods that orchestrate, beside the world that they learn in.
@Suite struct OrchestrationPolicyTests {
  private typealias Layout = OrchestrationLayout

  /// A team whose agents take what is advised; with `closesAbove` a compute node admits nothing from that load on, with
  /// `level` it promises that much before anything else, where it may and the load is below 1.
  private static func follower(
    closesAbove limit: Float? = nil, level: Int? = nil
  ) throws -> TrainedTeam {
    let shape = WorldShape(
      agents: 6, actions: Layout.actions, observationSize: Layout.observationSize, stateSize: 1,
      hasMasks: true, roles: [0, 1, 1, 1, 1, 2])
    var layout = ParameterLayout()
    let stack = Stack.perceptron(
      "agent", inputs: shape.observationSize, hidden: [], outputs: shape.actions, activation: .relu,
      lastGain: 1, in: &layout)
    var random = Random(seed: 1)
    let network = Network(stack, layout, epsilon: 1e-8, &random)
    network.values.clear()
    func set(_ input: Int, _ action: Int, _ weight: Float) {
      network.values.base[input * shape.actions + action] = weight
    }
    for action in 0..<Layout.actions { set(5 + action, action, 1) }
    if let limit {
      // The load stands last but one of what a compute node sees; 1 + 100 (load - limit) against 1 for admitting.
      let load = Layout.commonSize + Layout.schedulerSize + ComputeSight.size - 2
      set(load, Layout.close, 100)
      set(2, Layout.close, 1 - 100 * limit)
    }
    if let level { set(2, level, 200) }
    let mark = LearnerMark("value", shape, ValueSettings()) { _, _ in }
    var checkpoint = mark.checkpoint
    checkpoint.add("agent") { network.encode(into: &$0) }
    return try TrainedTeam(checkpoint)
  }

  /// Nothing for the rate, which is measured in the world and learned from outcomes in a pool.
  private static func weights(_ random: inout Random) -> OrchestrationWeights {
    OrchestrationWeights(
      OrchestrationWeights.Name.allCases.map { $0 == .rate ? 0 : random.uniform(-1, 1) })
  }

  /// A pool in the state of the world's nodes, in thousandths, and the demand of a job.
  private static func fixture(_ cell: OrchestrationCell, _ job: Int) -> (FrameFixture, Demand) {
    func demand(_ job: Int) -> Demand {
      let wanted = cell.window.jobs[job]
      return Demand(
        resources: Resources(
          cpuMilli: Int64((wanted.cpu * 1000).rounded()), memoryMiB: Int64((wanted.memory * 1000).rounded())),
        devices: wanted.devices, models: wanted.models)
    }
    var fixture = FrameFixture(
      agents: cell.window.nodes.enumerated().map { index, node in
        Agent(
          id: AgentID(UInt64(index + 1)),
          capacity: Resources(
            cpuMilli: Int64((node.cpu * 1000).rounded()), memoryMiB: Int64((node.memory * 1000).rounded())))
      })
    for entry in cell.running {
      let other = Int(entry)
      fixture.place(
        Task(id: TaskID(UInt64(other + 1)), demand: demand(other)), on: Int(cell.jobs[other].node))
    }
    for node in cell.nodes.indices where !cell.isOpen(node) { fixture.setStatus(node, .draining) }
    return (fixture, demand(job))
  }

  /// In a pool that stands as the world does, the policy takes the node that its agents would take there: the same are
  /// named, and the same is seen of them.
  @Test func choosesAsInItsWorld() throws {
    let source = try OrchestrationSource(TraceCatalogue().open("generated?tasks=600&agents=16&gpu=0"))
    var random = Random(seed: 5)
    let team = try Self.follower()
    var (compared, firsts) = (0, 0)
    for round in 0..<6 {
      var settings = OrchestrationFixture.settings {
        $0.scope = .pool
        $0.churn = 0...0
        $0.nodes = 8...8
      }
      let rule = OrchestrationRule(weights: Self.weights(&random))
      settings.advisor = rule
      var world = try OrchestrationWorld(source, settings, copies: 0..<2, seed: UInt64(round))
      OrchestrationFixture.drive(&world, steps: 150) { world, _ in
        for cell in world.cells {
          guard let turn = cell.turn else { continue }
          let (fixture, demand) = Self.fixture(cell, cell.head)
          // Among equals the world takes the first, a pool the first in its own order; sums of the world's leave last bits.
          func areApart(_ numbers: [Double]) -> Bool {
            let sorted = numbers.sorted()
            return zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 > 1e-6 }
          }
          guard areApart(cell.nodes.indices.map { cell.loadShare($0) }),
            areApart(cell.nodes.indices.map { cell.bestFit(cell.head, $0) })
          else { continue }
          var policy = OrchestrationPolicy(team, advice: rule.advice, scope: .pool)
          var frame = fixture
          frame.offer([Task(id: TaskID(90_000), demand: demand)])
          let rows = cell.nodes.indices.map { Int32($0) }
          var scores = [Float](repeating: -1, count: rows.count)
          rows.withUnsafeBufferPointer { rows in
            scores.withUnsafeMutableBufferPointer { policy.score(0, rows, in: frame.frame, into: $0) }
          }
          let named = Set(cell.named.filter { $0 >= 0 })
          #expect(Set(rows.filter { scores[Int($0)] > 0 }) == named)
          #expect(scores.firstIndex(of: 1) == Int(cell.named[Int(cell.advice[turn])]))
          compared += 1
          firsts += cell.advice[turn] == 0 ? 1 : 0
        }
      }
    }
    #expect(compared > 100 && firsts < compared, "\(compared) \(firsts)")
  }

  /// Compute nodes decide for themselves: one that closes is not taken while another admits; where all close, the task
  /// is placed all the same.
  @Test func computeNodesAdmitOrNot() throws {
    let task = Task(id: TaskID(9), demand: Demand(resources: Resources(cpuMilli: 10)))
    // Agent i has i tenths of its processors in use.
    var fixture = FrameFixture(
      agents: (0..<8).map { Agent(id: AgentID(UInt64($0 + 1)), capacity: Resources(cpuMilli: 1000)) })
    for agent in 0..<8 where agent > 0 {
      fixture.place(
        Task(
          id: TaskID(UInt64(agent)), demand: Demand(resources: Resources(cpuMilli: Int64(100 * agent)))),
        on: agent)
    }
    func taken(
      closesAbove limit: Float?, level: Int? = nil, _ scope: OrchestrationScope = .pool
    ) throws -> Set<Int> {
      var policy = OrchestrationPolicy(
        try Self.follower(closesAbove: limit, level: level), advice: .rule(.bestFit), scope: scope)
      fixture.offer([task])
      var scores = [Float](repeating: 0, count: 8)
      let rows = (0..<8).map { Int32($0) }
      rows.withUnsafeBufferPointer { rows in
        scores.withUnsafeMutableBufferPointer { policy.score(0, rows, in: fixture.frame, into: $0) }
      }
      #expect(scores.count { $0 == 1 } == 1)
      return Set(scores.indices.filter { scores[$0] > 0 })
    }
    // The fullest by best fit, the emptiest by load, and the next of both.
    #expect(try taken(closesAbove: nil) == [7, 0, 6, 1])
    #expect(try taken(closesAbove: 0.45) == [4, 0, 3, 1])
    #expect(try taken(closesAbove: -1) == [7, 0, 6, 1])
    // Who could not promise more where it learned is not asked to.
    #expect(try taken(closesAbove: 0.45, level: 2) == [4, 0, 3, 1])
    #expect(try taken(closesAbove: 0.45, level: 2, .cluster) == [7, 0, 6, 1])
  }

  /// Compute nodes are advised here what they were advised where they learned: in a pool to admit as it is, in a
  /// cluster to promise what the rule's limit allows, jobs using 0.7 of what they hold.
  @Test func levelsAreThoseOfTheScope() {
    var weights = OrchestrationWeights(OrchestrationWeights.Name.allCases.map { _ in 0 })
    weights.values[OrchestrationWeights.Name.mostUse.rawValue] = 100
    let all = OrchestrationAdvice.weights(weights)
    #expect(all.level(in: .pool) == 0)
    #expect(all.level(in: .cluster) == Layout.levels.count - 1)
    #expect(OrchestrationAdvice.none.level(in: .pool) == -1)
  }

  /// Among agents that are alike, a slow one is left alone once that is seen, and not before; a correction and a failure
  /// teach nothing.
  @Test func learnsWhoIsSlow() throws {
    var rate = OrchestrationWeights(OrchestrationWeights.Name.allCases.map { _ in 0 })
    rate.values[OrchestrationWeights.Name.rate.rawValue] = 1
    var policy = OrchestrationPolicy(try Self.follower(), advice: .weights(rate), scope: .pool)
    let agents = (0..<4).map { Agent(id: AgentID(UInt64($0 + 1)), capacity: Resources(cpuMilli: 1000)) }
    var fixture = FrameFixture(agents: agents)
    func chosen() -> Int? {
      fixture.offer([Task(id: TaskID(9), demand: Demand(resources: Resources(cpuMilli: 10)))])
      var scores = [Float](repeating: 0, count: 4)
      let rows = (0..<4).map { Int32($0) }
      rows.withUnsafeBufferPointer { rows in
        scores.withUnsafeMutableBufferPointer { policy.score(0, rows, in: fixture.frame, into: $0) }
      }
      return scores.firstIndex(of: 1)
    }
    func outcome(_ agent: Int, seconds: Double, _ change: (inout Outcome) -> Void = { _ in }) -> Outcome {
      var outcome = Outcome(
        decision: DecisionID(0), task: TaskID(1), kind: KindID(0), tenant: TenantID(0),
        agent: agents[agent].id, agentRow: agent, succeeded: true, reward: 1, cost: 0,
        duration: Instant(seconds: seconds).nanoseconds)
      change(&outcome)
      return outcome
    }
    for agent in 0..<4 { policy.observe([outcome(agent, seconds: 10)]) }
    let first = try #require(chosen())
    policy.observe([outcome(first, seconds: 1000) { $0.succeeded = false }])
    policy.observe([outcome(first, seconds: 1000) { $0.isCorrection = true }])
    #expect(chosen() == first)
    for _ in 0..<5 { policy.observe([outcome(first, seconds: 100)]) }
    #expect(try #require(chosen()) != first)
    var restored = OrchestrationPolicy(try Self.follower(), advice: .weights(rate), scope: .pool)
    try restored.restore(policy.snapshot())
    #expect(restored.snapshot() == policy.snapshot() && !policy.snapshot().isEmpty)
    #expect(throws: PolicyError.self) { try restored.restore([1, 2, 3]) }
  }

  /// Two copies of a policy act apart, each as if it were alone.
  @Test func copiesActApart() async throws {
    let policy = OrchestrationPolicy(try Self.follower(), advice: .rule(.leastLoaded), scope: .pool)
    let found = await withTaskGroup(of: [Float].self) { group in
      for _ in 0..<4 {
        group.addTask {
          var own = policy
          var fixture = FrameFixture(
            agents: (0..<6).map {
              Agent(id: AgentID(UInt64($0 + 1)), capacity: Resources(cpuMilli: 1000))
            }, seed: 7)
          var all: [Float] = []
          for task in 0..<200 {
            fixture.offer([
              Task(id: TaskID(UInt64(task + 1)), demand: Demand(resources: Resources(cpuMilli: 10)))
            ])
            var scores = [Float](repeating: 0, count: 6)
            let rows = (0..<6).map { Int32($0) }
            rows.withUnsafeBufferPointer { rows in
              scores.withUnsafeMutableBufferPointer { own.score(0, rows, in: fixture.frame, into: $0) }
            }
            let best = scores.firstIndex(of: 1) ?? 0
            fixture.place(fixture.frame.tasks[0], on: best)
            all += scores
          }
          return all
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(found.count == 4 && found.allSatisfy { $0 == found[0] })
  }
}
