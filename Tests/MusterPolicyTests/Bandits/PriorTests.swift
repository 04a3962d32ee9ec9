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

  static let exact = ["ucb(prior: alike)", "ucb(prior: alike, by: kind)", "thompson(prior: alike)"]

  /// Rewards in eighths, whose sums are exact in any order; the agents 2 and 4 are not told of.
  private func history(_ world: BanditWorld) -> [Outcome] {
    (0..<101).map { step in
      world.outcome(
        UInt64(step), task(step, kind: step % 3, features: []), step % 2 == 0 ? 0 : 2, Double(step % 9) / 8)
    }
  }

  private func scores(_ policy: Pipeline) -> [Float] {
    var policy = policy
    var fixture = FrameFixture(agents: pool(), seed: 3)
    fixture.offer([task(0, kind: 1, features: [])], explaining: 4)
    var plan = Plan()
    policy.plan(&fixture.frame, into: &plan)
    guard let found = plan.explanations.first ?? nil else { return [] }
    return found.agents.indices.sorted { found.agents[$0] < found.agents[$1] }.map { found.scores[$0] }
  }

  @Test("merged from two halves is that of the whole, to the bit", arguments: exact)
  func merged(word: String) throws {
    let world = try BanditWorld("feasible | \(word) | best", agents: pool(), seed: 7)
    let told = history(world)
    var (whole, first, second) = (world.policy, world.policy, world.policy)
    whole.observe(told)
    first.observe(Array(told[..<37]))
    // It has already been asked with the half, and must notice what comes.
    #expect(scores(first) != scores(whole))
    second.observe(Array(told[37...]))
    try first.merge(second.snapshot())
    #expect(scores(first) == scores(whole) && !scores(whole).isEmpty)
  }

  @Test("corrected is that of what was right at once, to the bit, however late", arguments: exact)
  func corrected(word: String) throws {
    let world = try BanditWorld("feasible | \(word) | best", agents: pool(), seed: 7)
    let right = history(world)
    var wrong = right
    for index in stride(from: 0, to: wrong.count, by: 4) { wrong[index].reward = 1 - wrong[index].reward }
    var (first, late) = (world.policy, world.policy)
    first.observe(right)
    late.observe(wrong)
    #expect(scores(late) != scores(first))
    for index in stride(from: 0, to: wrong.count, by: 4) {
      var correction = right[index]
      correction.isCorrection = true
      late.observe([correction])
    }
    #expect(scores(late) == scores(first))
  }

  @Test("starts like every other under a flat prior") func flat() throws {
    let chosen = try firstChoices("thompson")
    #expect(chosen[1] < 3 * max(chosen[3], 1) && chosen[3] < 3 * max(chosen[1], 1), "\(chosen)")
  }
}
