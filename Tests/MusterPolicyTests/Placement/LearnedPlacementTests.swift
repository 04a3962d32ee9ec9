import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("Learned placement") struct LearnedPlacementTests {
  /// Half of the tasks want half a device, half want two whole ones of model 0; a whole device goes with 4,000
  /// milli-CPU.
  static let mix = DemandMix(
    entries: [
      DemandMix.Entry(
        demand: Demand(resources: Resources(cpuMilli: 2000), devices: DeviceDemand(count: 1, milliEach: 500)),
        share: 0.5),
      DemandMix.Entry(
        demand: Demand(
          resources: Resources(cpuMilli: 8000), devices: DeviceDemand(count: 2, milliEach: 1000), models: 1),
        share: 0.5),
    ], version: 7)

  /// Two idle agents with four devices each: one of model 0 with little CPU, one of model 1 with much.
  static func fixture() -> FrameFixture {
    FrameFixture(
      agents: [
        Agent(id: AgentID(1), capacity: Resources(cpuMilli: 16_000), deviceCount: 4, deviceModel: 0),
        Agent(id: AgentID(2), capacity: Resources(cpuMilli: 64_000), deviceCount: 4, deviceModel: 1),
      ], mix: mix)
  }

  /// What a feature is for the task on each agent: the score when nothing else counts.
  static func value(
    of feature: PlacementFeature, for task: Task, in fixture: FrameFixture
  ) -> [Float] {
    var weights = PlacementWeights(values: Array(repeating: 0, count: PlacementWeights.count))
    for kind in PlacementWeights.Kind.allCases { weights[kind, feature] = 1 }
    var scorer = LearnedPlacement(weights)
    var fixture = fixture
    fixture.offer([task])
    let rows = fixture.frame.pool.agents.indices.map(Int32.init)
    var scores = [Float](repeating: 0, count: rows.count)
    rows.withUnsafeBufferPointer { rows in
      scores.withUnsafeMutableBufferPointer { scores in
        scorer.score(task.demand, rows, in: fixture.frame, into: scores)
      }
    }
    return scores
  }

  @Test(
    "sees of half a device on agent 0 what was worked out by hand",
    arguments: [
      // F rises from 0 to .5 * 500, of the weighted mix to .8 * 500; the sigmoid of -.25 is .4378.
      (.fragmentationScore, 43), (.weightedFall, -4), (.fragmentation, 0.3125),
      // 13,000 milli-CPU and 500 + 3 * 1000 thousandths are left; they would want 14,000 milli-CPU.
      (.cpuLeft, 1.015625), (.devicesLeft, 4.375), (.imbalance, 0.625), (.cpuShortage, 0.25),
      (.cpuSurplus, 0), (.idleDevices, 3.75), (.partlyLeft, 2.5), (.shareLeft, 5), (.cpuOffered, 1.25),
      (.wasIdle, 10),
      // Model 0 is wanted by 1000 of 1250 thousandths and is half of the devices: 1.6.
      (.scarcity, 16), (.scarcitySquared, 25.6), (.scarceLeft, 7),
    ] as [(PlacementFeature, Float)])
  func shared(feature: PlacementFeature, expected: Float) {
    let wanted = task(cpuMilli: 3000, DeviceDemand(count: 1, milliEach: 500))
    let found = LearnedPlacementTests.value(of: feature, for: wanted, in: LearnedPlacementTests.fixture())[0]
    #expect(abs(found - expected) <= 1e-5 * max(1, abs(expected)), "\(feature)")
  }

  @Test(
    "sees of a task without devices on agent 1 what was worked out by hand",
    arguments: [
      // Nothing changes for devices; 63,000 milli-CPU are left and 16,000 would be wanted.
      (.fragmentationScore, 50), (.weightedFall, 0), (.cpuLeft, 4.921875), (.devicesLeft, 5),
      (.imbalance, 0.15625), (.cpuShortage, 0), (.cpuSurplus, 3.671875), (.shareLeft, 0),
      // All of agent 1 is lost to the tasks that want model 0: half of them.
      (.fragmentation, 2.5), (.scarcity, 0),
    ] as [(PlacementFeature, Float)])
  func plain(feature: PlacementFeature, expected: Float) {
    let found = LearnedPlacementTests.value(
      of: feature, for: task(cpuMilli: 1000), in: LearnedPlacementTests.fixture())[1]
    #expect(abs(found - expected) <= 1e-5 * max(1, abs(expected)), "\(feature)")
  }

  @Test("every feature is checked by hand") func complete() {
    #expect(PlacementFeature.allCases.count == 16)
    #expect(Set(PlacementFeature.allCases.map(\.name)).count == 16)
  }

  @Test("with the weights of FGD plans what FGD plans") func isFragmentation() throws {
    var world = PolicyWorld(seed: 3, agents: 40)
    var fgd = try Sentence("fgd").policy()
    var funnel = Funnel()
    funnel.append(.pairScreen(Feasible()), name: "feasible")
    funnel.append(.pairScorer(LearnedPlacement(.fragmentation)), name: "learned-placement")
    var learned = Pipeline(name: "learned", funnel: funnel, matcher: Best())
    var (expected, found) = (Plan(), Plan())
    for step in 0..<200 {
      world.offer()
      var frame = world.fixture.frame
      learned.plan(&frame, into: &found)
      fgd.plan(&world.fixture.frame, into: &expected)
      #expect(same(found, expected), "step \(step)")
      _ = world.carryOut(expected)
    }
  }

  @Test("scores anew when what the pool offers changes, in the memo too") func offers() throws {
    // Nothing counts but scarcity, which an agent that joins changes for those that were there.
    var weights = PlacementWeights(values: Array(repeating: 0, count: PlacementWeights.count))
    weights[.devices, .scarcity] = -1
    var funnel = Funnel()
    funnel.append(.pairScorer(LearnedPlacement(weights)), name: "learned-placement")
    var fixture = LearnedPlacementTests.fixture()
    let wanted = task(1, DeviceDemand(count: 1, milliEach: 1000))
    fixture.offer([wanted])
    var found = funnel.candidates(for: 0, in: fixture.frame)
    #expect(found.scores == [-16, 0])
    fixture.join(Agent(id: AgentID(3), capacity: Resources(cpuMilli: 1000), deviceCount: 8, deviceModel: 0))
    fixture.offer([wanted])
    found = funnel.candidates(for: 0, in: fixture.frame)
    // Now 12 of 16 devices are of model 0: .8 / .75.
    #expect(abs(found.scores[0] + 10.666667) < 1e-5)
  }

  @Test("weights are read by kind, then by feature") func order() {
    let values = (0..<PlacementWeights.count).map(Float.init)
    let weights = PlacementWeights(values: values)
    #expect(weights.values == values)
    #expect(weights[.share, .fragmentationScore] == 16)
    #expect(weights[.devices, .weightedFall] == 33)
  }
}
