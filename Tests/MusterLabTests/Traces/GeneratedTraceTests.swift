import MusterCore
import MusterLab
import MusterMath
import Testing

@Suite struct GeneratedTraceTests {
  private static func workload(_ keys: String = "", seed: UInt64 = 1) throws -> Workload {
    try TraceCatalogue().open("generated\(keys)").workload(seed: seed)
  }

  /// Whatever is asked for, a fresh engine takes every task in, and every task ends.
  @Test(arguments: [
    "", "?agents=1", "?agents=3&gangs=0.5&graphs=0.5&gang-size=8&graph-size=20", "?arrivals=poisson&load=3",
    "?arrivals=diurnal&load=0.01", "?durations=pareto&tail=0.3", "?deadlines=1&slack=0.1",
    "?budgets=1&spread=3",
    "?tenants=1&tenant-budget=0.05&gangs=0.2", "?tenants=300&kinds=50&skills=64",
    "?patience=0&load=5&gangs=0.3",
    "?patience=60&load=5", "?gpu=0&skills=0&kinds=1", "?gpu=1&priorities=100&success=0.2",
    "?sigma=0&spread=0",
    "?median=0.001&longest=0.002",
  ])
  func everyTaskEnds(_ keys: String) throws {
    for seed: UInt64 in 1...3 {
      let workload = try Self.workload(keys + (keys.isEmpty ? "?" : "&") + "tasks=600", seed: seed)
      #expect(workload.taskCount == 600)
      let replay = try Replay(workload, seed: seed)
      #expect(replay.engine.tasks.liveCount == 0, "\(keys)")
      #expect(replay.engine.totals.submitted == 600)
      #expect(replay.endings.count == 600)
      #expect(replay.refused == 0)
      // Nothing is cut off at what was reserved.
      #expect(replay.engine.totals.overrun == 0)
    }
  }

  @Test func theSameSeedTheSameWorkload() throws {
    let a = try Self.workload(seed: 42)
    let b = try Self.workload(seed: 42)
    let c = try Self.workload(seed: 43)
    #expect(a.tasks == b.tasks)
    #expect(a.arrivals.map(\.at) == b.arrivals.map(\.at))
    #expect(a.tasks != c.tasks)
    #expect(a.arrivals.map(\.at) != c.arrivals.map(\.at))
    let small = try Self.workload("?tasks=300", seed: 42)
    let runs = try (0..<2).map { _ in try Replay(small, seed: 42).facts }
    #expect(runs[0] == runs[1])
  }

  @Test func thePoolIsTheSameForAllSeedsAndAnotherForAnotherNumber() throws {
    #expect(try Self.workload(seed: 1).agents == Self.workload(seed: 2).agents)
    #expect(try Self.workload().agents != Self.workload("?pool=2").agents)
    let worlds = try [Self.workload(seed: 1), Self.workload(seed: 2), Self.workload("?pool=2")].map {
      try #require($0.world as? GeneratedWorld).successProbability(of: KindID(1), on: AgentID(3))
    }
    #expect(worlds[0] == worlds[1])
    #expect(worlds[0] != worlds[2])
  }

  @Test func thePoolIsMixedAsOpenb() throws {
    let agents = try Self.workload("?agents=1213").agents
    #expect(
      [8, 4, 2, 1].map { count in agents.filter { $0.deviceCount == count }.count } == [617, 54, 518, 24])
    #expect(agents.map(\.id.rawValue) == (0..<1213).map { UInt64($0) })
    #expect(agents.allSatisfy { $0.speed >= 0.5 && $0.speed <= 2 && $0.price.perSecond > 0 })
    #expect(Set(agents.map(\.name)).count == 1213)
  }

  @Test(arguments: ["poisson", "bursty", "diurnal"]) func theLoadIsAsAsked(_ arrivals: String) throws {
    let workload = try Self.workload("?tasks=5000&load=0.5&arrivals=\(arrivals)&gangs=0&graphs=0")
    let world = try #require(workload.world as? GeneratedWorld)
    #expect(
      world.summary
        == "size / speed, lognormal noise of 0.2; success by kind and agent; cost by the agent's price")
    // Sizes come back out of the time limits: size / slowest speed x 1.85.
    let slowest = workload.agents.map(\.speed).min() ?? 1
    var wanted = SIMD2<Double>.zero
    for task in workload.tasks {
      let size = Instant(task.timeLimit).seconds / 1.85 * slowest
      wanted += SIMD2(Double(task.demand.resources.cpuMilli), Double(task.demand.devices.totalMilli)) * size
    }
    let cpu = workload.agents.reduce(0.0) { $0 + Double($1.capacity.cpuMilli) }
    let gpu = workload.agents.reduce(0.0) { $0 + 1000 * Double($1.deviceCount) }
    let speed = workload.agents.reduce(0.0) { $0 + $1.speed * Double($1.capacity.cpuMilli) } / cpu
    let span = try #require(workload.arrivals.last).at.seconds
    let load = max(wanted[0] / cpu, wanted[1] / gpu) / speed / span
    #expect(abs(load - 0.5) < 0.005, "\(load)")
    #expect(zip(workload.arrivals, workload.arrivals.dropFirst()).allSatisfy { $0.at <= $1.at })
  }

  @Test func gapsVaryAsAsked() throws {
    let variation = { (arrivals: String) in
      let times = try Self.workload("?tasks=50000&arrivals=\(arrivals)&gangs=0&graphs=0").arrivals.map(
        \.at.seconds)
      let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
      let mean = gaps.reduce(0, +) / Double(gaps.count)
      let square = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
      return square.squareRoot() / mean
    }
    #expect(abs(try variation("poisson") - 1) < 0.03)
    #expect(abs(try variation("bursty") - 1.6) < 0.15)
  }

  @Test(arguments: ["lognormal", "pareto"]) func sizesHaveTheMedianAsked(_ law: String) throws {
    let workload = try Self.workload("?tasks=40000&kinds=400&durations=\(law)&median=100&sigma=1.5")
    let slowest = workload.agents.map(\.speed).min() ?? 1
    let sizes = workload.tasks.map { Instant($0.timeLimit).seconds / 1.85 * slowest }.sorted()
    #expect(abs(sizes[sizes.count / 2] / 100 - 1) < 0.2, "\(sizes[sizes.count / 2])")
    #expect(sizes[sizes.count - 1] <= 100_000.1)
  }

  @Test func successIsAsAskedInTheMiddle() throws {
    let world = GeneratedWorld(sizes: [], success: 0.8, spread: 1, pool: 3)
    let chances = (1...50).flatMap { kind in
      (0..<50).map { world.successProbability(of: KindID(UInt32(kind)), on: AgentID($0)) }
    }.sorted()
    #expect(abs(chances[1250] - 0.8) < 0.02)
    let same = GeneratedWorld(sizes: [], success: 0.8, spread: 0, pool: 3)
    #expect(abs(same.successProbability(of: KindID(9), on: AgentID(9)) - 0.8) < 1e-12)
  }

  @Test func shapesRepeatAndHaveTheirShares() throws {
    let tasks = try Self.workload("?tasks=20000&skills=0&gangs=0").tasks
    #expect(Set(tasks.map(\.demand)).count == 14)
    #expect(abs(Double(tasks.filter { $0.demand.devices.count > 0 }.count) / 20_000 - 0.867) < 0.01)
    #expect(try Self.workload("?tasks=2000&gpu=0").tasks.allSatisfy { $0.demand.devices == .none })
    #expect(try Self.workload("?tasks=2000&gpu=1").tasks.allSatisfy { $0.demand.devices != .none })
  }

  @Test func sharesOfGangsGraphsDeadlinesAndBudgets() throws {
    let workload = try Self.workload("?tasks=30000&gangs=0.1&graphs=0.2&deadlines=0.3&budgets=0.4")
    let singles = workload.arrivals.filter { $0.tasks.count == 1 }.flatMap(\.tasks)
    let gangs = workload.arrivals.filter { $0.tasks[0].gang != .none }
    let graphs = workload.arrivals.filter { $0.tasks.count > 1 && $0.tasks[0].gang == .none }
    let all = Double(workload.arrivals.count)
    #expect(abs(Double(gangs.count) / all - 0.1) < 0.01)
    #expect(abs(Double(graphs.count) / all - 0.2) < 0.01)
    #expect(abs(Double(singles.filter { $0.deadline != .never }.count) / Double(singles.count) - 0.3) < 0.01)
    #expect(
      abs(Double(singles.filter { $0.budget != Task.unlimited }.count) / Double(singles.count) - 0.4) < 0.01)
    for gang in gangs {
      #expect(gang.tasks.count >= 2 && gang.tasks.count <= 4)
      #expect(Set(gang.tasks.map(\.demand)).count == 1 && Set(gang.tasks.map(\.gang)).count == 1)
    }
    for graph in graphs {
      #expect(graph.tasks.count <= 6 && graph.tasks[0].dependencies.isEmpty)
      #expect(graph.tasks.dropFirst().allSatisfy { (1...2).contains($0.dependencies.count) })
    }
  }

  @Test(arguments: [
    ("?tasks=0", "key tasks: found \"0\", expected a whole number from 1 to 5000000"),
    ("?tasks=many", "key tasks: found \"many\", expected a whole number from 1 to 5000000"),
    (
      "?task=1",
      "key task: found no such key (nearest: tasks), expected one of tasks, agents, load, arrivals,"
    ),
    ("?arrivals=steady", "key arrivals: found \"steady\", expected one of poisson, bursty, diurnal"),
    ("?median=10&longest=5", "key longest: found \"5\", expected more than the median, 10"),
    ("?gangs=0.7&graphs=0.7", "key graphs: found \"0.7\", expected at most 1 together with gangs, 0.7"),
    (":x.csv", "path: found \"x.csv\", expected none, as in generated?tasks=1000&agents=16"),
  ])
  func refusesKeys(_ keys: String, _ message: String) {
    #expect(complaint("generated\(keys)")?.hasPrefix("trace generated\(keys): \(message)") == true)
  }

  @Test func apportionsByLargestRemainder() {
    #expect(apportion(10, in: [1, 1, 1]) == [4, 3, 3])
    #expect(apportion(7, in: [0.5, 0.25, 0.25]) == [3, 2, 2])
    #expect(apportion(0, in: [1, 2]) == [0, 0])
    #expect(apportion(1, in: [2, 5, 5]) == [0, 1, 0])
  }
}
