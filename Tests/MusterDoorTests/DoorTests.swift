import CMusterWorlds
import MusterLearning
import MusterMath
import Testing

@testable import MusterDoor

/// What goes through the door is what the worlds do.
@Suite struct DoorTests {
  @Test func spreadIsTheWorldItself() throws {
    let world = SimpleSpread(copies: 0..<3, agents: 4, localRatio: 0.25, length: 7, seed: 5)
    try follow(try Caller("simple_spread", "copies=3&agents=4&local-ratio=0.25&length=7&seed=5"), world)
  }

  @Test func referenceIsTheWorldItself() throws {
    let world = SimpleReference(copies: 0..<2, localRatio: 0.5, length: 25, seed: 0)
    try follow(try Caller("simple_reference", "copies=2"), world)
  }

  /// Random actions on both sides; copies whose episodes end are reset, as the caller says.
  private func follow(_ caller: Caller, _ start: some VectorWorld) throws {
    var world = start
    #expect(caller.shape.copies == Int64(world.copies) && caller.shape.agents == Int64(world.agents))
    #expect(caller.shape.actions == Int64(world.actions) && caller.shape.has_masks == 0)
    // Nothing is reset: that only looks.
    #expect(caller.reset([UInt8](repeating: 0, count: world.copies)) == MUSTER_WORLDS_OK)
    see(caller, world)
    var random = Random(seed: 1)
    var rewards = [Float](repeating: 0, count: world.copies * world.agents)
    var ends = [EpisodeEnd](repeating: .running, count: world.copies)
    var episodes = 0
    for _ in 0..<60 {
      caller.actions = caller.actions.map { _ in Int32(random.below(world.actions)) }
      #expect(caller.step() == MUSTER_WORLDS_OK)
      world.step(actions: caller.actions, rewards: &rewards, ends: &ends)
      see(caller, world)
      #expect(caller.rewards == rewards)
      #expect(caller.ends == ends.map(\.rawValue))
      for copy in 0..<world.copies where ends[copy] != .running {
        world.reset(copy: copy)
        episodes += 1
      }
      if episodes > 0 { #expect(caller.reset(caller.ends) == MUSTER_WORLDS_OK) }
      see(caller, world)
    }
    #expect(episodes >= 2 * world.copies)
  }

  private func see(_ caller: Caller, _ world: some VectorWorld) {
    var observations = [Float](repeating: 0, count: world.copies * world.agents * world.observationSize)
    var states = [Float](repeating: 0, count: world.copies * world.stateSize)
    world.observe(into: &observations)
    world.state(into: &states)
    #expect(caller.observations == observations)
    #expect(caller.states == states)
    #expect(caller.masks.allSatisfy { $0 == 1 })
  }

  @Test func aSeedBeginsAnew() throws {
    let (first, second) = (try Caller("simple_spread", "seed=7"), try Caller("simple_spread", "seed=8"))
    #expect(first.reset() == MUSTER_WORLDS_OK && second.reset() == MUSTER_WORLDS_OK)
    #expect(first.observations != second.observations)
    #expect(muster_world_seed(second.handle, 7) == MUSTER_WORLDS_OK)
    #expect(second.reset() == MUSTER_WORLDS_OK)
    #expect(first.observations == second.observations)
  }

  @Test func masksComeWithWhatIsSeen() throws {
    let world = try OpenWorld(copies: 2, seed: 0) { copies, _ in MaskedWorld(copies: copies.count) }
    let caller = try Caller(handle: OpenWorlds.all.add(world))
    #expect(caller.shape.has_masks == 1)
    #expect(caller.reset() == MUSTER_WORLDS_OK)
    #expect(caller.masks == [0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0])
    // The impossible 0 becomes 1, the possible 2 stays, an absent agent's action stands for nothing.
    caller.actions = [0, 2, 2, 1]
    #expect(caller.step() == MUSTER_WORLDS_OK)
    #expect(caller.rewards == [1, 0, 2, 0])
    #expect(caller.ends == [UInt8(MUSTER_WORLDS_TERMINATED), UInt8(MUSTER_WORLDS_TERMINATED)])
  }

  @Test func whatIsOptionalMayBeLeftOut() throws {
    let caller = try Caller("simple_spread", "copies=2")
    let status = caller.withArrays {
      ($0.states, $0.masks) = (nil, nil)
    } _: {
      muster_world_step(caller.handle, $0)
    }
    #expect(status == MUSTER_WORLDS_OK)
    #expect(caller.states.allSatisfy(\.isNaN) && !caller.observations.contains { $0.isNaN })
  }

  @Test func threadsMayShareAWorld() async throws {
    let caller = try Caller("simple_spread", "copies=4&length=1000000")
    let handle = caller.handle
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          guard let own = try? Caller(handle: handle) else { return }
          for _ in 0..<200 { #expect(own.step() == MUSTER_WORLDS_OK) }
          // It stays open for the others.
          own.handle = 0
        }
      }
    }
    #expect(caller.reset() == MUSTER_WORLDS_OK)
  }
}

/// Two agents with three actions; the first may not take action 0, the second is absent. Pays the action.
struct MaskedWorld: VectorWorld {
  let copies: Int
  var agents: Int { 2 }
  var actions: Int { 3 }
  var observationSize: Int { 1 }
  var stateSize: Int { 1 }
  var hasMasks: Bool { true }

  mutating func reset(copy: Int) {}
  func observe(into target: UnsafeMutablePointer<Float>) { target.update(repeating: 0, count: 2 * copies) }
  func state(into target: UnsafeMutablePointer<Float>) { target.update(repeating: 0, count: copies) }

  func mask(into target: UnsafeMutablePointer<UInt8>) {
    for at in 0..<(6 * copies) { target[at] = [1, 2].contains(at % 6) ? 1 : 0 }
  }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      rewards[2 * copy] = Float(actions[2 * copy])
      rewards[2 * copy + 1] = 0
      ends[copy] = .terminated
    }
  }

  func encode(into writer: inout ByteWriter) {}
  mutating func decode(from reader: inout ByteReader) throws {}
}
