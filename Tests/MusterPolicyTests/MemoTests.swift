import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("The memo") struct MemoTests {
  /// Sentences whose leading pair stages differ in number and kind, with and without the mix.
  static let sentences = [
    "feasible", "fgd", "learned-placement", "clustering", "least-loaded", "skills | packing",
    "feasible | fragmentation | least-allocated(weight: 0.5) | best-fit(weight: -1)",
    "fragmentation | feasible | dot-product | top(3) | sampled", "sample(6) | feasible | fragmentation",
    "feasible | random | fragmentation | round-robin",
  ]

  @Test("gives what computing every pair anew gives", arguments: sentences)
  func sameAsWithout(sentence: String) throws {
    let limits = [Funnel.standardMemoLimit, 200]
    for (seed, count) in [(1, 1), (2, 12), (3, 77), (4, 300)] as [(UInt64, Int)] {
      var world = PolicyWorld(seed: seed, agents: count)
      var random = Random(seed: seed, stream: 5)
      let parsed = try Sentence(sentence)
      var exact = parsed.policy(memoLimit: 0)
      var memoised = limits.map { parsed.policy(memoLimit: $0) }
      var (expected, found) = (Plan(), Plan())
      for step in 0..<150 {
        if random.bernoulli(0.03) {
          world.fixture.setMix(FragmentationTests.mix(&random, version: UInt64(step + 2)))
        }
        world.offer()
        for index in memoised.indices {
          var frame = world.fixture.frame
          memoised[index].plan(&frame, into: &found)
          var again = world.fixture.frame
          exact.plan(&again, into: &expected)
          #expect(same(found, expected), "step \(step), limit \(limits[index])")
        }
        exact.plan(&world.fixture.frame, into: &expected)
        _ = world.carryOut(expected)
      }
    }
  }

  @Test(
    "notices that frames come from another pool",
    arguments: ["least-loaded", "fgd", "learned-placement", "feasible | sample(9) | fragmentation"])
  func anotherPool(sentence: String) throws {
    func fixture(_ first: UInt64, busy: Int) -> FrameFixture {
      var fixture = FrameFixture(
        agents: (0..<9).map {
          Agent(id: AgentID(first + $0), capacity: Resources(cpuMilli: 9000), deviceCount: 4)
        }, mix: PolicyWorld.mix)
      let load = task(99, cpuMilli: 4000, DeviceDemand(count: 1, milliEach: 600))
      for row in busy..<9 { fixture.place(load, on: row) }
      fixture.offer([task(1, DeviceDemand(count: 1, milliEach: 300))])
      return fixture
    }
    // Versions are the same in all of these, agents and their state are not; the last is the first again.
    let fixtures = [fixture(1, busy: 8), fixture(1, busy: 1), fixture(50, busy: 4), fixture(1, busy: 8)]
    var policy = try Sentence.parse(sentence)
    var found = Plan()
    for (index, fixture) in fixtures.enumerated() where index != 1 {
      var frame = fixture.frame
      policy.plan(&frame, into: &found)
      #expect(same(found, try plan(sentence, fixture)), "pool \(index)")
    }
    // The same agents again, but the decisions start anew.
    var later = fixtures[0]
    later.decideAgain()
    policy.plan(&later.frame, into: &found)
    var earlier = fixtures[1].frame
    policy.plan(&earlier, into: &found)
    #expect(same(found, try plan(sentence, fixtures[1])))
  }
}
