import MusterLearning
import MusterMath

/// Three agents that all see the same choose among three places, once: each is paid how many places are taken. The best
/// is 3; agents that choose at once and alike can only toss coins, 2 1/9 on average and 1 where nothing is tossed.
struct PlacesGame: VectorWorld {
  let copies: Int
  var agents: Int { 3 }
  var actions: Int { 3 }
  var observationSize: Int { 2 }
  var stateSize: Int { 1 }

  mutating func reset(copy: Int) {}

  func observe(into target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 1, count: copies * 6)
  }

  func state(into target: UnsafeMutablePointer<Float>) { target.update(repeating: 1, count: copies) }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      let taken = (0..<3).reduce(0 as UInt8) { $0 | 1 << UInt8(actions[3 * copy + $1]) }
      for agent in 0..<3 { rewards[3 * copy + agent] = Float(taken.nonzeroBitCount) }
      ends[copy] = .terminated
    }
  }

  func encode(into writer: inout ByteWriter) {}
  mutating func decode(from reader: inout ByteReader) throws {}
}
