import CMusterWorlds
import MusterLearning

/// A caller in C: it knows the header and nothing else, and owns its arrays.
final class Caller {
  var handle: Int64 = 0
  let shape: muster_world_shape
  var actions: [Int32]
  var observations: [Float]
  var states: [Float]
  var masks: [UInt8]
  var rewards: [Float]
  var ends: [UInt8]

  /// A world of the catalogue.
  convenience init(_ name: String, _ settings: String) throws {
    var handle: Int64 = 0
    try Self.check(muster_world_open(MUSTER_WORLDS_ABI, name, settings, &handle))
    try self.init(handle: handle)
  }

  init(handle: Int64) throws {
    var shape = muster_world_shape()
    try Self.check(muster_world_describe(handle, &shape))
    self.handle = handle
    self.shape = shape
    let rows = Int(shape.copies * shape.agents)
    actions = Array(repeating: 0, count: rows)
    observations = Array(repeating: .nan, count: rows * Int(shape.observation_size))
    states = Array(repeating: .nan, count: Int(shape.copies * shape.state_size))
    masks = Array(repeating: 9, count: rows * Int(shape.actions))
    rewards = Array(repeating: .nan, count: rows)
    ends = Array(repeating: 9, count: Int(shape.copies))
  }

  deinit { _ = muster_world_close(handle) }

  func reset(_ which: [UInt8]? = nil) -> Int32 {
    withArrays { arrays in
      if let which { return muster_world_reset(handle, which, which.count, arrays) }
      return muster_world_reset(handle, nil, 0, arrays)
    }
  }

  func step() -> Int32 { withArrays { muster_world_step(handle, $0) } }

  /// Gives the arrays as C has them, after `change`.
  func withArrays(
    _ change: (inout muster_world_arrays) -> Void = { _ in },
    _ body: (UnsafePointer<muster_world_arrays>) -> Int32
  ) -> Int32 {
    actions.withUnsafeBufferPointer { actions in
      observations.withUnsafeMutableBufferPointer { observations in
        states.withUnsafeMutableBufferPointer { states in
          masks.withUnsafeMutableBufferPointer { masks in
            rewards.withUnsafeMutableBufferPointer { rewards in
              ends.withUnsafeMutableBufferPointer { ends in
                var arrays = muster_world_arrays(
                  actions: actions.baseAddress, actions_length: actions.count,
                  observations: observations.baseAddress, observations_length: observations.count,
                  states: states.baseAddress, states_length: states.count,
                  masks: masks.baseAddress, masks_length: masks.count,
                  rewards: rewards.baseAddress, rewards_length: rewards.count,
                  ends: ends.baseAddress, ends_length: ends.count)
                change(&arrays)
                return body(&arrays)
              }
            }
          }
        }
      }
    }
  }

  struct Failure: Error {
    var status: Int32
    var text: String
  }

  static func check(_ status: Int32) throws {
    if status != MUSTER_WORLDS_OK { throw Failure(status: status, text: error) }
  }

  static var error: String { String(cString: muster_worlds_error()) }
}
