import MusterLearning
import MusterMath

/// One agent that sees where it stands in a corridor of 17 places; a step is right or wrong, and a wrong one leads back
/// to the beginning. Reaching the end pays 1; after 16 steps the episode is over.
struct LongCorridor: VectorWorld {
  static let length = 16
  var places: [Int]
  var clocks: [Int]

  init(copies: Int) {
    places = Array(repeating: 0, count: copies)
    clocks = places
  }

  var copies: Int { places.count }
  var agents: Int { 1 }
  var actions: Int { 2 }
  var observationSize: Int { Self.length + 1 }
  var stateSize: Int { observationSize }

  mutating func reset(copy: Int) { (places[copy], clocks[copy]) = (0, 0) }

  func observe(into target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: copies * observationSize)
    for copy in 0..<copies { target[copy * observationSize + places[copy]] = 1 }
  }

  func state(into target: UnsafeMutablePointer<Float>) { observe(into: target) }

  /// Which action is right differs from place to place.
  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      let isRight = Int(actions[copy]) == places[copy] % 3 % 2
      places[copy] = isRight ? places[copy] + 1 : 0
      clocks[copy] += 1
      let isThere = places[copy] == Self.length
      rewards[copy] = isThere ? 1 : 0
      ends[copy] = isThere ? .terminated : clocks[copy] == Self.length ? .truncated : .running
    }
  }

  func encode(into writer: inout ByteWriter) {}
  mutating func decode(from reader: inout ByteReader) throws {}
}
