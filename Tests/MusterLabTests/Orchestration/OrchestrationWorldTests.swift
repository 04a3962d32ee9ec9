import MusterLearning
import MusterMath
import Testing

@testable import MusterLab

@Suite struct OrchestrationWorldTests {
  /// Random actions for three episodes and more under much churn: after every step nothing is held that no job holds, nobody
  /// has more than there is, and every job that came is in one place.
  @Test func nothingIsLostOrHeldTwice() throws {
    var world = try OrchestrationFixture.world(OrchestrationFixture.settings { $0.churn = 1...1 })
    try OrchestrationFixture.drive(&world, steps: 1500) { world, rewards in
      for cell in world.cells { try check(cell) }
      #expect(rewards.allSatisfy { $0.isFinite && abs($0) < 3 })
      #expect(OrchestrationFixture.observations(world).allSatisfy { $0.isFinite && abs($0) <= 10 })
    }
    #expect(world.episodes.allSatisfy { $0 >= 3 })
  }

  private func check(_ cell: OrchestrationCell) throws {
    for node in cell.nodes.indices {
      let own = cell.running.map(Int.init).filter { cell.jobs[$0].node == Int32(node) }
      let (state, host) = (cell.nodes[node], cell.window.nodes[node])
      #expect(state.jobs == own.count)
      #expect(abs(state.cpu - own.reduce(0) { $0 + cell.window.jobs[$1].cpu }) < 1e-6 * host.cpu)
      #expect(state.cpu <= host.cpu * 2 * (1 + 1e-6))
      #expect(state.memory <= host.memory * (1 + 1e-6))
      let milli = own.reduce(0) { $0 + cell.window.jobs[$1].devices.totalMilli }
      #expect(state.devices.totalLeft == Int(host.devices) * 1000 - milli)
      #expect(!state.isDown || own.isEmpty)
    }
    for store in cell.stores.indices {
      let held = cell.tenants.count { $0.replicas & (1 << UInt32(store)) != 0 }
      #expect(cell.stores[store].shards == held)
      #expect(cell.stores[store].copying < 0 || held <= cell.window.slots)
    }
    #expect(cell.tenants.allSatisfy { $0.replicas != 0 })
    let queued = cell.queues.flatMap { $0 }.sorted()
    let running = cell.running.sorted()
    func all(_ phase: OrchestrationCell.JobState.Phase) -> [Int32] {
      cell.jobs.indices.filter { cell.jobs[$0].phase == phase }.map(Int32.init)
    }
    #expect(queued == all(.queued))
    #expect(running == all(.running))
    #expect(all(.coming).count == cell.jobs.count - cell.nextJob)
  }

  /// Copies are the same whichever they are stepped with, and another seed is another world.
  @Test func sameSeedSameWorld() throws {
    func seen(_ copies: Range<Int>, _ seed: UInt64) throws -> [Float] {
      var world = try OrchestrationFixture.world(copies: copies, seed: seed)
      var rows: [Float] = []
      let width = world.agents * world.observationSize
      let rows0 = world.copies * world.agents
      var rewards = [Float](repeating: 0, count: rows0)
      var ends = [EpisodeEnd](repeating: .running, count: world.copies)
      for step in 0..<30 {
        let actions = (0..<rows0).map { Int32(($0 % world.agents * 7 + step) % 6) }
        world.step(actions: actions, rewards: &rewards, ends: &ends)
        rows += OrchestrationFixture.observations(world).suffix(width)
      }
      return rows
    }
    let alone = try seen(2..<3, 1)
    #expect(try seen(0..<3, 1) == alone)
    #expect(try seen(2..<3, 2) != alone)
  }

  /// Saved in the middle of an episode and read back, the world goes on bit for bit; damaged bytes change nothing.
  @Test func savedWorldsGoOn() throws {
    var world = try OrchestrationFixture.world()
    try OrchestrationFixture.drive(&world, steps: 57)
    var writer = ByteWriter()
    world.encode(into: &writer)
    var other = try OrchestrationFixture.world()
    var reader = ByteReader(writer.bytes)
    try other.decode(from: &reader)
    #expect(OrchestrationFixture.observations(other) == OrchestrationFixture.observations(world))
    try OrchestrationFixture.drive(&world, steps: 50, seed: 8)
    try OrchestrationFixture.drive(&other, steps: 50, seed: 8)
    #expect(OrchestrationFixture.observations(other) == OrchestrationFixture.observations(world))
    let before = OrchestrationFixture.observations(other)
    var damaged = writer.bytes
    damaged[damaged.count - 1] = 200
    var bad = ByteReader(damaged)
    #expect(throws: (any Error).self) { try other.decode(from: &bad) }
    #expect(OrchestrationFixture.observations(other) == before)
  }

  /// Who is absent sees nothing and has no possible action; who is there has at least one. Under churn the number of
  /// those there changes inside an episode.
  @Test func absenceShows() throws {
    var world = try OrchestrationFixture.world(OrchestrationFixture.settings { $0.churn = 1...1 })
    var counts: [Set<Int>] = [[], [], []]
    OrchestrationFixture.drive(&world, steps: 39) { world, _ in
      let (seen, mask) = (OrchestrationFixture.observations(world), OrchestrationFixture.masks(world))
      var present = [0, 0, 0]
      for row in 0..<(world.copies * world.agents) {
        let isThere = mask[(row * world.actions)..<((row + 1) * world.actions)].contains(1)
        let own = seen[(row * world.observationSize)..<((row + 1) * world.observationSize)]
        #expect(isThere == own.contains { $0 != 0 })
        #expect(own.first == (isThere ? 1 : 0))
        if isThere && row < world.agents { present[world.roles[row]] += 1 }
      }
      for role in 0..<3 { counts[role].insert(present[role]) }
    }
    #expect(counts[1].count > 1)
  }

  /// By hand: use of 1.5 times the capacity runs at (1 / 1.5)^2 of the speed; below the capacity at full speed.
  @Test func contention() throws {
    var cell = try OrchestrationFixture.world().cells[0]
    cell.nodes[0].usage = 1.5 * cell.window.nodes[0].cpu
    #expect(abs(cell.speed(0) - 1 / 2.25) < 1e-12)
    cell.nodes[0].usage = 0.9 * cell.window.nodes[0].cpu
    #expect(cell.speed(0) == 1)
  }

  /// The composite of a perfect episode is 1, and every measure counts with its weight.
  @Test func composite() {
    var measures = OrchestrationMeasures()
    measures.utilisation = 1
    measures.fairness = 1
    #expect(abs(measures.composite - 1) < 1e-12)
    measures.latency = 5
    measures.latency99 = 25
    measures.loadVariation = 1
    #expect(abs(measures.composite - (0.3 + 0.1 + 0.05 + 0.25 + 0.075)) < 1e-12)
  }

  /// A crash from a plan: the node is down for its epochs, what ran there queues again.
  @Test func plansBreakNodes() throws {
    let plan = try FaultPlan(parsing: "crash(agent: 0, at: 10, for: 5)")
    let settings = OrchestrationFixture.settings {
      $0.faults = plan
      $0.nodes = 4...4
    }
    var world = try OrchestrationFixture.world(settings, copies: 0..<1)
    var down: [Int] = []
    OrchestrationFixture.drive(&world, steps: 200) { world, _ in
      let cell = world.cells[0]
      if world.episodes[0] == 0 && cell.nodes[0].isDown && down.last != cell.epoch { down.append(cell.epoch) }
    }
    #expect(down == Array(10..<15))
  }

  /// A curriculum begins at the least load and churn, comes to the whole range, and from there on is as if there were none.
  @Test func curriculaWiden() throws {
    func settings(_ widening: Int) -> OrchestrationSettings {
      OrchestrationFixture.settings {
        ($0.load, $0.churn, $0.steps, $0.widening) = (0.5...1.5, 0...2, 4, widening)
      }
    }
    var world = try OrchestrationFixture.world(settings(8), copies: 0..<6)
    var plain = try OrchestrationFixture.world(settings(0), copies: 0..<6)
    func load(_ window: OrchestrationWindow) -> Double {
      window.bandwidth * 0.7 * Double(window.storage) / (1.25 * 3 * Double(window.nodes.count))
    }
    var greatest = [Double]()
    for episode in 0..<24 {
      let loads = world.cells.map { load($0.window) }
      greatest.append(loads.max() ?? 0)
      for load in loads { #expect(load >= 0.5 && load <= 0.5 + min(Double(episode) / 8, 1) + 1e-9) }
      if episode == 0 { #expect(world.cells.allSatisfy { $0.window.faults.faults.isEmpty }) }
      if episode >= 8 { #expect(loads == plain.cells.map { load($0.window) }) }
      for copy in 0..<6 {
        world.reset(copy: copy)
        plain.reset(copy: copy)
      }
    }
    #expect(greatest[8...].max() ?? 0 > 1.3)
    #expect(world.cells.contains { !$0.window.faults.faults.isEmpty })
  }

  @Test func settingsAreChecked() throws {
    let expected = TrainingError.setting(name: "nodes", found: "1...300", expected: "within 1...256")
    #expect(throws: expected) {
      try OrchestrationFixture.world(OrchestrationFixture.settings { $0.nodes = 1...300 })
    }
  }
}
