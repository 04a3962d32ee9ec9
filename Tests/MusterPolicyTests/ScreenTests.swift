import MusterCore
import MusterPolicy
import MusterTestKit
import Testing

@Suite("A screen") struct ScreenTests {
  @Test("keeps what the pool admits, or suits, whatever the state")
  func pairs() throws {
    for seed in 0..<4 as Range<UInt64> {
      var world = PolicyWorld(seed: seed, agents: 30)
      for _ in 0..<80 {
        world.offer()
        let frame = world.fixture.frame
        for index in 0..<frame.taskCount {
          let demand = frame.tasks[index].demand
          let rows = 0..<frame.agentCount
          let admitted = rows.filter {
            frame.pool.admits(demand, at: $0)
              && (frame.isUnbudgeted(task: index) || frame.affords(task: index, agent: $0))
          }
          #expect(try candidates("feasible", world.fixture, task: index).map(\.row) == admitted)
          let suited = rows.filter { frame.pool.status[$0] == .active && frame.pool.suits(demand, at: $0) }
          #expect(try candidates("skills", world.fixture, task: index).map(\.row) == suited)
        }
        _ = world.carryOut(try plan("random", world.fixture))
      }
    }
  }

  @Test("top keeps the best by score and tie order") func top() throws {
    var world = PolicyWorld(seed: 5, agents: 40)
    for _ in 0..<60 {
      world.offer()
      let pool = world.fixture.frame.pool
      let all = try candidates("feasible | least-loaded(by: tasks)", world.fixture)
      let ranked = all.sorted {
        $0.score != $1.score ? $0.score > $1.score : pool.tieRank[$0.row] < pool.tieRank[$1.row]
      }
      for n in [1, 2, 3, 7, 100] {
        let kept = try candidates("feasible | least-loaded(by: tasks) | top(\(n))", world.fixture)
        #expect(kept.map(\.row) == ranked.prefix(n).map(\.row).sorted())
      }
      _ = world.carryOut(try plan("random", world.fixture))
    }
  }

  @Test("sample keeps each candidate equally often, each at most once") func sample() throws {
    var fixture = FrameFixture(agents: agents(10))
    fixture.offer([task()])
    var hits = Array(repeating: 0, count: 10)
    let rounds = 20_000
    for _ in 0..<rounds {
      let kept = try candidates("feasible | sample(3)", fixture).map(\.row)
      #expect(kept.count == 3 && Set(kept).count == 3)
      for row in kept { hits[row] += 1 }
      fixture.decideAgain()
    }
    // Binomial with p = 0.3: 5 standard deviations.
    for count in hits { #expect(abs(Double(count) - 6000) < 5 * (20_000.0 * 0.21).squareRoot()) }
    #expect(try candidates("feasible | sample(10)", fixture).count == 10)
    #expect(try candidates("feasible | sample(50)", fixture).count == 10)
  }

  @Test("by money picks the next agent that can be paid") func money() throws {
    var list = agents(3)
    list[0].price = Price(perTask: 5)
    list[1].price = Price(perTask: 50)
    list[2].price = Price(perTask: 500)
    var fixture = FrameFixture(agents: list)
    fixture.place(task(9), on: 0)
    fixture.place(task(8), on: 0)
    fixture.place(task(7), on: 1)
    for (budget, agent) in [(1000, 2), (499, 1), (49, 0), (4, -1)] as [(Int64, Int32)] {
      fixture.offer([task()], budgetLeft: [budget])
      #expect(try plan("feasible | least-loaded(by: tasks)", fixture).agents == [agent])
    }
    // Without `feasible` the unaffordable is chosen, and so nobody.
    fixture.offer([task()], budgetLeft: [49])
    #expect(try plan("skills | least-loaded(by: tasks)", fixture).agents == [-1])
  }
}
