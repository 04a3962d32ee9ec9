import MusterLearning
import Testing

@testable import MusterLab

@Suite struct OrchestrationSeenTests {
  /// What is read by name from an observation is what the cell holds, in the middle of an episode.
  @Test func readsWhatWasWritten() throws {
    var world = try OrchestrationFixture.world(copies: 0..<1)
    let (rows, size) = (world.agents, world.observationSize)
    var (mask, ends) = ([UInt8](repeating: 0, count: rows * world.actions), [EpisodeEnd.running])
    let (seen, rewards) = (FloatMemory(count: rows * size), FloatMemory(count: rows))
    for _ in 0..<12 {
      world.mask(into: &mask)
      let actions = (0..<rows).map { row in
        Int32((0..<world.actions).first { mask[row * world.actions + $0] != 0 } ?? 0)
      }
      world.step(actions: actions, rewards: rewards.base, ends: &ends)
    }
    world.observe(into: seen.base)
    let cell = world.cells[0]
    func near(_ found: Float, _ expected: Double) -> Bool {
      abs(Double(found) - expected) < 1e-3
    }
    for (agent, role) in world.roles.enumerated() {
      let own = OrchestrationSeen(seen.base + agent * size)
      let place = world.roles[..<agent].count { $0 == role }
      switch own.role {
      case nil: continue
      case .scheduler:
        #expect(role == 0)
        let count = cell.queues[place].count
        #expect(near(own.queued, Double(count)))
        #expect(near(own.wait, Double(cell.schedulers[place].waits) / Double(max(count, 1))))
      case .compute:
        #expect(role == 1)
        let (state, host) = (cell.nodes[place], cell.window.nodes[place])
        #expect(near(own.promised, state.cpu / host.cpu) && near(own.usage, state.usage / host.cpu))
        #expect(near(own.rate, state.rate) && near(own.useful, state.useful))
      case .storage:
        #expect(role == 2)
        let state = cell.stores[place]
        let mean = cell.stores.reduce(0) { $0 + $1.load } / Double(cell.stores.count)
        #expect(near(own.load, state.load / cell.window.bandwidth))
        #expect(near(own.meanLoad, mean / cell.window.bandwidth))
        #expect(near(own.served, state.service))
        #expect(near(own.local, state.load > 0 ? state.local / state.load : 1))
      }
    }
  }

  /// An agent that is there has something to aim at, and never what it has reached; one that is absent has nothing.
  @Test func somethingCanAlwaysBeAimedAt() throws {
    let world = try OrchestrationFixture.world(copies: 0..<1)
    let (rows, size) = (world.agents, world.observationSize)
    let seen = FloatMemory(count: rows * size)
    world.observe(into: seen.base)
    let subgoals = OrchestrationSubgoals()
    for agent in 0..<rows {
      var (feasible, reached): ([UInt8], [UInt8]) = ([9, 9, 9], [9, 9, 9])
      subgoals.feasible(seen.base + agent * size, into: &feasible)
      subgoals.reached(seen.base + agent * size, into: &reached)
      let isThere = seen.base[agent * size] != 0
      if !isThere || world.roles[agent] != 0 { #expect(feasible.contains(1) == isThere) }
      for goal in 0..<3 { #expect(feasible[goal] & reached[goal] == 0) }
      let own = Array(UnsafeBufferPointer(start: seen.base + agent * size, count: size))
      let score = OrchestrationAnnotator().score(own)
      #expect(score.map { $0 >= 0 && $0 <= 1 } ?? !isThere)
    }
  }

  /// Two stages see of an observation what the cell holds: the scheduler whose turn it is its jobs and candidates, nodes
  /// themselves, and nobody else is taken to select.
  @Test func stagesSeeTheirPart() throws {
    var world = try OrchestrationFixture.world(copies: 0..<1)
    let (stages, size) = (OrchestrationStages(), world.observationSize)
    var candidates = [Float](repeating: 9, count: world.actions * stages.candidateSize)
    var task = [Float](repeating: 9, count: stages.taskSize)
    var entity = [Float](repeating: 9, count: stages.entitySize)
    var (turns, others, pairs) = (0, 0, 0)
    func near(_ found: Float, _ expected: Double) -> Bool { abs(Double(found) - expected) < 1e-5 }
    OrchestrationFixture.drive(&world, steps: 300) { world, _ in
      let (cell, seen) = (world.cells[0], OrchestrationFixture.observations(world))
      seen.withUnsafeBufferPointer { seen in
        for agent in 0..<world.agents {
          guard let own = seen.baseAddress.map({ $0 + agent * size }) else { continue }
          #expect(stages.isSelecting(own) == (agent == cell.turn))
          guard agent == cell.turn else {
            stages.writeEntity(own, to: &entity)
            guard cell.turn == nil, world.roles[agent] == 1, own[0] == 1 else { continue }
            others += 1
            let node = cell.nodes[agent - cell.nodePlace]
            let at = OrchestrationLayout.commonSize
            #expect(entity[..<at].elementsEqual(UnsafeBufferPointer(start: own, count: at)))
            #expect(near(entity[at + 7], Double(node.jobs) / 10) && near(entity[at + 8], node.rate))
            continue
          }
          turns += 1
          stages.writeTask(own, to: &task)
          #expect(near(task[1], Double(cell.queues[agent].count) / 10))
          stages.writeCandidates(own, to: &candidates)
          for slot in cell.named.indices where cell.named[slot] >= 0 {
            let row = candidates[(slot * stages.candidateSize)...]
            let first = row.startIndex
            #expect(
              near(row[first + 2], cell.views[slot].usage) && near(row[first + 5], cell.views[slot].rate))
            let job = cell.sight(ofJob: cell.job(of: slot))
            #expect(near(row[first + CandidateSight.size + 1], job.demand[0]))
            #expect(near(row[first + CandidateSight.size + 7], min(job.expected, 10)))
            #expect(row[first + CandidateSight.size + JobSight.size] == 1)
            pairs += slot >= OrchestrationLayout.choices ? 1 : 0
          }
          #expect(near(task[1 + SchedulerSight.size + 1], cell.sight(ofJob: cell.head).demand[0]))
          let hold = OrchestrationLayout.hold * stages.candidateSize
          #expect(candidates[hold..<(hold + stages.candidateSize)].reduce(0, +) == 1)
        }
      }
    }
    #expect(turns > 50 && others > 50 && pairs > 10)
  }
}
