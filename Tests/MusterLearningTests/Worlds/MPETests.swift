import MusterLearning
import Testing

/// Both worlds against `mpe2` on the same actions from the same places: every reward, observation and end.
/// The tolerance is the issue's, 1e-5; the files hold single precision.
@Suite struct MPETests {
  static let tolerance = 1e-5

  @Test func spreadMatches() throws {
    let golden = try MPEGolden("spread", variable: "MUSTER_MPE_SPREAD")
    var touched = 0
    for episode in golden.episodes {
      // The copy beside it goes its own way and must not matter.
      var world = SimpleSpread(copies: 0..<2, seed: 1)
      world.place(copy: 1, agents: (0..<3).map(episode.place), landmarks: (3..<6).map(episode.place))
      try replay(&world, episode)
      touched += episode.steps.count { Set($0.rewards).count > 1 }
    }
    #expect(touched > 3, "no agents touched: the golden episodes prove too little")
  }

  @Test func referenceMatches() throws {
    let golden = try MPEGolden("reference", variable: "MUSTER_MPE_REFERENCE")
    for episode in golden.episodes {
      var world = SimpleReference(copies: 0..<2, seed: 1)
      world.place(
        copy: 1, agents: (0..<2).map(episode.place), landmarks: (2..<5).map(episode.place),
        goals: [Int(episode.start[10]), Int(episode.start[11])])
      try replay(&world, episode)
    }
  }

  private func replay(_ world: inout some VectorWorld, _ episode: MPEGolden.Episode) throws {
    let rows = 2 * world.agents
    #expect(episode.steps.count == 25)
    for (index, step) in episode.steps.enumerated() {
      let actions = [Int32](repeating: 0, count: world.agents) + step.actions
      var rewards = [Float](repeating: .nan, count: rows)
      var ends = [EpisodeEnd](repeating: .running, count: 2)
      var seen = [Float](repeating: .nan, count: rows * world.observationSize)
      var state = [Float](repeating: .nan, count: 2 * world.stateSize)
      world.step(actions: actions, rewards: &rewards, ends: &ends)
      world.observe(into: &seen)
      world.state(into: &state)
      let worst = distance(rewards.suffix(world.agents), step.rewards)
      let farthest = distance(seen.suffix(seen.count / 2), step.observations)
      try #require(worst < Self.tolerance && farthest < Self.tolerance, "step \(index)")
      #expect(state == seen)
      #expect(ends[1] == (index == 24 ? .truncated : .running))
    }
  }

  private func distance(_ found: ArraySlice<Float>, _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).reduce(0) { $1.0.isNaN ? .infinity : max($0, abs(Double($1.0) - $1.1)) }
  }
}
