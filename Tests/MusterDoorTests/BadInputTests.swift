import CMusterWorlds
import Foundation
import Testing

/// Bad input gives a code and a sentence, changes nothing and ends nothing.
@Suite struct BadInputTests {
  /// Settings, and what the sentence has to name.
  static let settings = [
    ("copies", "\"copies\""), ("=3", "\"=3\""), ("copies=", "1...65536"), ("copies=0", "1...65536"),
    ("copies=9999999999999999999999", "1...65536"), ("agents=65", "1...64"), ("agents=three", "\"three\""),
    ("local-ratio=1.5", "0.0...1.0"), ("local-ratio=nan", "\"nan\""), ("length=0", "setting length"),
    ("seed=-1", "setting seed"), ("agnts=3", "one of copies, seed, agents, local-ratio, length"),
    ("seed=1&seed=1", "more than once"), ("agents=%3", "two hexadecimal digits"), ("agents=%zz", "%zz"),
    ("agents=%33%26", "\"3&\""),
  ]

  @Test(arguments: settings) func settingsAreRefused(_ settings: String, _ words: String) {
    var handle: Int64 = 77
    #expect(
      muster_world_open(MUSTER_WORLDS_ABI, "simple_spread", settings, &handle) == MUSTER_WORLDS_BAD_SETTING)
    #expect(Caller.error.contains(words), "\(Caller.error)")
    #expect(handle == 77)
  }

  @Test func opening() {
    var handle: Int64 = 77
    #expect(muster_world_open(MUSTER_WORLDS_ABI + 1, "simple_spread", "", &handle) == MUSTER_WORLDS_WRONG_ABI)
    #expect(muster_world_open(MUSTER_WORLDS_ABI, "chess", nil, &handle) == MUSTER_WORLDS_UNKNOWN_WORLD)
    #expect(Caller.error.hasPrefix("found no world \"chess\", expected one of simple_spread, "))
    #expect(muster_world_open(MUSTER_WORLDS_ABI, nil, nil, &handle) == MUSTER_WORLDS_NULL_POINTER)
    #expect(muster_world_open(MUSTER_WORLDS_ABI, "simple_spread", nil, nil) == MUSTER_WORLDS_NULL_POINTER)
    // Bytes that are no text.
    let noise: [CChar] = [-1, -2, 61, -3, 0]
    #expect(muster_world_open(MUSTER_WORLDS_ABI, noise, nil, &handle) == MUSTER_WORLDS_UNKNOWN_WORLD)
    #expect(
      muster_world_open(MUSTER_WORLDS_ABI, "simple_spread", noise, &handle) == MUSTER_WORLDS_BAD_SETTING)
    #expect(handle == 77)
    #expect(muster_worlds_abi() == MUSTER_WORLDS_ABI)
  }

  @Test func handlesThatAreNone() throws {
    let caller = try Caller("simple_spread", "")
    let closed = caller.handle
    #expect(muster_world_close(closed) == MUSTER_WORLDS_OK)
    for handle in [closed, 0, -1, .min, .max] {
      caller.handle = handle
      #expect(muster_world_close(handle) == MUSTER_WORLDS_BAD_HANDLE)
      #expect(muster_world_seed(handle, 1) == MUSTER_WORLDS_BAD_HANDLE)
      #expect(muster_world_describe(handle, nil) == MUSTER_WORLDS_BAD_HANDLE)
      #expect(caller.reset() == MUSTER_WORLDS_BAD_HANDLE)
      #expect(caller.step() == MUSTER_WORLDS_BAD_HANDLE)
      #expect(Caller.error.contains("\(handle)"))
    }
    #expect(try Caller("simple_spread", "").handle > closed)
  }

  @Test func nullPointersAndLengths() throws {
    let caller = try Caller("simple_spread", "copies=2")
    #expect(caller.reset() == MUSTER_WORLDS_OK)
    let before = caller.observations
    #expect(muster_world_describe(caller.handle, nil) == MUSTER_WORLDS_NULL_POINTER)
    #expect(muster_world_reset(caller.handle, nil, 0, nil) == MUSTER_WORLDS_NULL_POINTER)
    #expect(muster_world_step(caller.handle, nil) == MUSTER_WORLDS_NULL_POINTER)
    #expect(caller.reset([1]) == MUSTER_WORLDS_WRONG_LENGTH)
    let nulls: [(String, (inout muster_world_arrays) -> Void)] = [
      ("actions", { $0.actions = nil }), ("observations", { $0.observations = nil }),
      ("rewards", { $0.rewards = nil }), ("ends", { $0.ends = nil }),
    ]
    for (name, change) in nulls {
      let status = caller.withArrays(change) { muster_world_step(caller.handle, $0) }
      #expect(status == MUSTER_WORLDS_NULL_POINTER && Caller.error.hasPrefix(name))
    }
    let lengths: [(String, (inout muster_world_arrays) -> Void)] = [
      ("actions", { $0.actions_length = 5 }), ("observations", { $0.observations_length += 1 }),
      ("states", { $0.states_length = 0 }), ("masks", { $0.masks_length = .max }),
      ("rewards", { $0.rewards_length -= 1 }), ("ends", { $0.ends_length = 0 }),
    ]
    for (name, change) in lengths {
      let status = caller.withArrays(change) { muster_world_step(caller.handle, $0) }
      #expect(status == MUSTER_WORLDS_WRONG_LENGTH && Caller.error.hasPrefix(name))
    }
    caller.observations = caller.observations.map { _ in 0 }
    #expect(caller.reset([0, 0]) == MUSTER_WORLDS_OK)
    #expect(caller.observations == before, "a call that failed moved the world")
  }

  @Test func namesOfAgents() throws {
    let caller = try Caller("simple_spread", "agents=2")
    var name = [CChar](repeating: 33, count: 9)
    #expect(muster_world_agent(caller.handle, 1, &name, 8) == MUSTER_WORLDS_OK)
    #expect(name == Array("agent_1".utf8CString) + [33])
    #expect(muster_world_agent(caller.handle, 0, &name, 7) == MUSTER_WORLDS_WRONG_LENGTH)
    #expect(muster_world_agent(caller.handle, 0, nil, 64) == MUSTER_WORLDS_NULL_POINTER)
    for agent in [-1, 2, .min, .max] as [Int64] {
      #expect(muster_world_agent(caller.handle, agent, &name, 8) == MUSTER_WORLDS_UNKNOWN_AGENT)
      #expect(Caller.error == "agent: found \(agent), expected 0...1")
    }
    #expect(name == Array("agent_1".utf8CString) + [33])
  }

  @Test(arguments: [-1, 5, .min, .max] as [Int32]) func actionsThatAreNone(_ action: Int32) throws {
    let caller = try Caller("simple_spread", "copies=2")
    caller.actions[4] = action
    #expect(caller.step() == MUSTER_WORLDS_BAD_ACTION)
    #expect(Caller.error == "actions: found \(action) for agent 1 of copy 1, expected 0...4")
    #expect(caller.ends == [9, 9])
  }

  @Test func errorsBelongToTheirThread() async {
    var handle: Int64 = 0
    #expect(muster_world_open(MUSTER_WORLDS_ABI, "mine", nil, &handle) == MUSTER_WORLDS_UNKNOWN_WORLD)
    let other = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let before = Caller.error
        var handle: Int64 = 0
        _ = muster_world_open(MUSTER_WORLDS_ABI, "theirs", nil, &handle)
        continuation.resume(returning: (before, Caller.error))
      }
    }
    #expect(other.0 == "" && other.1.contains("theirs"))
  }

  @Test func longErrorsAreCut() {
    var handle: Int64 = 0
    let name = String(repeating: "x", count: 5000)
    #expect(muster_world_open(MUSTER_WORLDS_ABI, name, nil, &handle) == MUSTER_WORLDS_UNKNOWN_WORLD)
    #expect(Caller.error.utf8.count == 1023)
  }
}
