import MusterCore
import MusterPolicy
import MusterTestKit
import Testing

@Suite("A retry that looks for another agent") struct ElsewhereTests {
  static let sentences = [
    "best-fit", "feasible | least-loaded | best", "feasible | most-loaded | round-robin", "round-robin",
    "feasible | random | power-of-two", "feasible | sample(1) | best", "feasible | cheapest | top(1) | best",
    "feasible | least-loaded | sampled", "feasible | fastest | best", "skills | least-loaded | best",
  ]

  private func chosen(_ sentence: String, _ fixture: FrameFixture) throws -> Int {
    Int(try plan(sentence, fixture).agents[0])
  }

  @Test("goes to one that has not failed the task", arguments: sentences)
  func other(sentence: String) throws {
    for first in 0..<5 {
      var fixture = FrameFixture(agents: agents(5))
      let failed = (0..<5).filter { $0 != first }
      fixture.offer([task()], failedOn: [failed])
      #expect(try chosen(sentence, fixture) == first)
    }
  }

  @Test("takes one that has where there is no other", arguments: sentences)
  func noOther(sentence: String) throws {
    var fixture = FrameFixture(agents: agents(3))
    fixture.offer([task()], failedOn: [[0, 1, 2]])
    #expect(try chosen(sentence, fixture) >= 0)
    // The others have no room.
    fixture.place(task(8, cpuMilli: 8000), on: 0)
    fixture.place(task(9, cpuMilli: 8000), on: 2)
    fixture.offer([task()], failedOn: [[1]])
    if !sentence.hasPrefix("skills") { #expect(try chosen(sentence, fixture) == 1) }
  }

  @Test("takes one that has where the others are too dear")
  func tooDear() throws {
    var pool = agents(3)
    pool[0].price.perTask = 10
    pool[2].price.perTask = 10
    var fixture = FrameFixture(agents: pool)
    fixture.offer([task()], budgetLeft: [5], failedOn: [[1]])
    #expect(try chosen("feasible | least-loaded | best", fixture) == 1)
    fixture.offer([task()], budgetLeft: [50], failedOn: [[1]])
    #expect(try chosen("feasible | least-loaded | best", fixture) != 1)
  }

  @Test("leaves the other tasks of the batch as they are")
  func otherTasks() throws {
    var plain = FrameFixture(agents: agents(6), seed: 4)
    let tasks = (1...4).map { task($0, cpuMilli: 8000) }
    plain.offer(tasks)
    let before = try plan("feasible | least-loaded | best", plain)
    // The second would have gone there anyway: nothing changes.
    plain.offer(tasks, failedOn: [[], [Int(before.agents[0])]])
    #expect(same(try plan("feasible | least-loaded | best", plain), before))
    plain.offer(tasks, failedOn: [[], [Int(before.agents[1])]])
    let after = try plan("feasible | least-loaded | best", plain)
    #expect(after.agents[0] == before.agents[0] && after.agents[1] != before.agents[1])
  }

  @Test("is chosen with a propensity over those that are left")
  func propensity() throws {
    var fixture = FrameFixture(agents: agents(5))
    fixture.offer([task()], failedOn: [[0, 3]])
    #expect(try plan("feasible | random | best", fixture).propensities[0] == 1.0 / 3)
  }
}
