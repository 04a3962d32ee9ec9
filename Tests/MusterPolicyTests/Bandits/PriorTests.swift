import MusterCore
import MusterPolicy
import MusterTestKit
import Testing

@Suite("An agent never seen before") struct PriorTests {
  /// Agents 1 and 2 are alike and good, 3 and 4 alike and bad; 2 and 4 were never tried.
  private func pool() -> [Agent] {
    var pool = agents(4)
    for row in 0..<4 {
      pool[row].role = RoleID(row < 2 ? 1 : 2)
      pool[row].features = row < 2 ? [1, 0] : [0, 1]
      pool[row].price = Price(perTask: row < 2 ? 1000 : 10)
    }
    return pool
  }

  private func firstChoices(_ word: String) throws -> [Int] {
    var world = try BanditWorld("feasible | \(word) | best", agents: pool(), seed: 7)
    let told = (0..<40).map { step in
      world.outcome(UInt64(step), task(step, features: []), step % 2 == 0 ? 0 : 2, step % 2 == 0 ? 1 : 0)
    }
    world.policy.observe(told)
    var chosen = [0, 0, 0, 0]
    for step in 0..<400 { chosen[world.choose(task(step, features: []))] += 1 }
    return chosen
  }

  @Test("starts as those that look like it have done") func alike() throws {
    let chosen = try firstChoices("thompson(prior: alike)")
    #expect(chosen[1] > 5 * chosen[3], "\(chosen)")
    let bounds = try firstChoices("ucb(prior: alike, width: 0.2)")
    #expect(bounds[3] == 0, "\(bounds)")
  }

  @Test("starts like every other under a flat prior") func flat() throws {
    let chosen = try firstChoices("thompson")
    #expect(chosen[1] < 3 * max(chosen[3], 1) && chosen[3] < 3 * max(chosen[1], 1), "\(chosen)")
  }
}
