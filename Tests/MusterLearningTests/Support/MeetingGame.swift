import MusterLearning
import MusterMath

/// Two agents on a line of seven places begin in the middle and step left or right. Who
/// stands at an end stays there. When both do, the pay is by the ends: (left, left) 4, (right, right) 10, else 0; ten
/// steps are all there are. The best is 10.
struct MeetingGame: VectorWorld {
  var places: [Int]
  var clocks: [Int]

  init(copies: Int) {
    places = Array(repeating: 3, count: 2 * copies)
    clocks = Array(repeating: 0, count: copies)
  }

  var copies: Int { clocks.count }
  var agents: Int { 2 }
  var actions: Int { 2 }
  var observationSize: Int { 9 }
  var stateSize: Int { 14 }

  mutating func reset(copy: Int) {
    (places[2 * copy], places[2 * copy + 1], clocks[copy]) = (3, 3, 0)
  }

  func observe(into target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: 2 * copies * 9)
    for row in 0..<(2 * copies) {
      target[9 * row + places[row]] = 1
      target[9 * row + 7 + row % 2] = 1
    }
  }

  func state(into target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: 14 * copies)
    for row in 0..<(2 * copies) { target[7 * row + places[row]] = 1 }
  }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      for row in (2 * copy)..<(2 * copy + 2) where places[row] != 0 && places[row] != 6 {
        places[row] += actions[row] == 0 ? -1 : 1
      }
      clocks[copy] += 1
      let (a, b) = (places[2 * copy], places[2 * copy + 1])
      let isOver = (a == 0 || a == 6) && (b == 0 || b == 6)
      let pay: Float = isOver && a == b ? (a == 0 ? 4 : 10) : 0
      (rewards[2 * copy], rewards[2 * copy + 1]) = (pay, pay)
      ends[copy] = isOver || clocks[copy] == 10 ? .terminated : .running
    }
  }

  func encode(into writer: inout ByteWriter) {}
  mutating func decode(from reader: inout ByteReader) throws {}
}

/// The ends of the line: left, right.
struct MeetingEnds: Subgoals {
  var count: Int { 2 }

  func feasible(_ observation: UnsafePointer<Float>, into flags: UnsafeMutablePointer<UInt8>) {
    flags[0] = observation[6] == 1 ? 0 : 1
    flags[1] = observation[0] == 1 ? 0 : 1
  }

  func reached(_ observation: UnsafePointer<Float>, into flags: UnsafeMutablePointer<UInt8>) {
    flags[0] = observation[0] == 1 ? 1 : 0
    flags[1] = observation[6] == 1 ? 1 : 0
  }
}
