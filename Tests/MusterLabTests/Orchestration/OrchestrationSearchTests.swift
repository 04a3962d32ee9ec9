import MusterLearning
import MusterMath
import Testing

@testable import MusterLab

@Suite struct OrchestrationSearchTests {
  private static func weights(_ values: [OrchestrationWeights.Name: Double]) -> OrchestrationWeights {
    OrchestrationWeights(OrchestrationWeights.Name.allCases.map { values[$0] ?? 0 })
  }

  private static func composite(_ weights: OrchestrationWeights, episodes: Int) throws -> Double {
    let found = try OrchestrationRule(weights: weights).run(
      OrchestrationFixture.source(), OrchestrationFixture.settings(), copies: 0..<episodes, seed: 999)
    return RunningMoments(found.map(\.composite)).mean
  }

  /// On episodes that the search did not see its rule does better than the one that it began with, and better than
  /// without any rule; the number of threads changes nothing.
  @Test func findsBetterWeights() throws {
    var search = OrchestrationSearch(seed: 4)
    (search.steps, search.population, search.episodes) = (8, 12, 24)
    func found(threads: Int) throws -> OrchestrationWeights {
      let rule = try search.rule(
        on: OrchestrationFixture.source(), OrchestrationFixture.settings(), threads: threads)
      return try #require(rule.weights)
    }
    let weights = try found(threads: 2)
    #expect(try found(threads: 1) == weights)
    let before = try Self.composite(.start, episodes: 96)
    #expect(try Self.composite(weights, episodes: 96) > before + 0.003)
  }

  /// One weight alone decides by what it names.
  @Test func weighsWhatItNames() throws {
    var world = try OrchestrationFixture.world()
    var (turns, two) = (0, 0)
    OrchestrationFixture.drive(&world, steps: 200) { world, _ in
      for cell in world.cells where cell.turn != nil && cell.named[0] >= 0 {
        let slots = cell.named.indices.filter { cell.named[$0] >= 0 }
        func expect(_ name: OrchestrationWeights.Name, most value: (Int) -> Double) {
          let chosen = cell.candidate(by: Self.weights([name: 1]))
          #expect(slots.contains(chosen) && slots.allSatisfy { value($0) <= value(chosen) })
        }
        expect(.load) { -cell.loadShare(Int(cell.named[$0])) }
        expect(.near) {
          cell.holds(cell.near(Int(cell.named[$0])), cell.window.jobs[cell.job(of: $0)].tenant) ? 1 : 0
        }
        expect(.expected) { -min(cell.window.jobs[cell.job(of: $0)].expected / cell.settings.meanLength, 3) }
        expect(.rate) { cell.nodes[Int(cell.named[$0])].rate }
        turns += 1
        two += cell.second >= 0 ? 1 : 0
      }
    }
    #expect(turns > 100 && two > 20)
  }

  /// The second job is the one of the queue that is expected to be through first, of those that have somewhere to go;
  /// its candidates have room.
  @Test func namesTheShortestToo() throws {
    var world = try OrchestrationFixture.world()
    var seen = 0
    OrchestrationFixture.drive(&world, steps: 200) { world, _ in
      for cell in world.cells {
        guard let turn = cell.turn, cell.second >= 0 else { continue }
        let able = cell.queues[turn].map(Int.init).filter { job in
          cell.jobs[job].heldUntil <= cell.epoch
            && cell.nodes.indices.contains { cell.isOpen($0) && cell.fit(job, $0) != nil }
        }
        let expected = able.min { cell.window.jobs[$0].expected < cell.window.jobs[$1].expected }
        #expect(cell.second == expected && cell.second != cell.head)
        for slot in 4..<8 where cell.named[slot] >= 0 {
          #expect(cell.fit(cell.second, Int(cell.named[slot])) != nil)
        }
        seen += 1
      }
    }
    #expect(seen > 20)
  }

  /// A job moves only to where it leaves the target less loaded than its own node was.
  @Test func movesRelieve() throws {
    var world = try OrchestrationFixture.world()
    var moves = 0
    OrchestrationFixture.drive(&world, steps: 300) { world, _ in
      for cell in world.cells {
        for node in cell.nodes.indices where !cell.nodes[node].isDown {
          guard let move = cell.migration(from: node) else { continue }
          var after = cell
          after.migrate(move.job, to: move.node)
          #expect(after.loadShare(move.node) < cell.loadShare(node) + 1e-9)
          moves += 1
        }
      }
    }
    #expect(moves > 20)
  }

  /// By hand: with jobs that use half of what they hold, a most use of 0.8 allows 1.5 times the processors, 0.5 those
  /// there are.
  @Test func promisesByUse() throws {
    var cell = try OrchestrationFixture.world().cells[0]
    (cell.nodes[0].cpu, cell.nodes[0].usage, cell.nodes[0].jobs) = (100, 50, 1)
    func level(_ most: Double) -> Int {
      cell.nodeAction(0, by: Self.weights([.mostUse: most, .movesAboveMean: 9]), mean: 0)
    }
    #expect(level(0.8) == 2 && level(0.5) == 0 && level(1) == 3 && level(0) == 0)
  }
}
