import MusterLearning
import MusterMath

/// One agent that chooses every third step and waits in the two after it. It is paid 4 in the second step of its wait
/// for action 1, and nothing else; after six steps the episode is over.
struct WaitingGame: VectorWorld {
  private(set) var clocks: [Int]
  private var chosen: [Int32]

  init(copies: Int) {
    clocks = Array(repeating: 0, count: copies)
    chosen = Array(repeating: 0, count: copies)
  }

  var copies: Int { clocks.count }
  var agents: Int { 1 }
  var actions: Int { 2 }
  /// Which step it is, and whether the wait is for action 1.
  var observationSize: Int { 7 }
  var stateSize: Int { 7 }
  var hasMasks: Bool { true }

  mutating func reset(copy: Int) { (clocks[copy], chosen[copy]) = (0, 0) }

  func observe(into target: UnsafeMutablePointer<Float>) {
    for copy in 0..<copies {
      let own = target + 7 * copy
      own.update(repeating: 0, count: 7)
      own[clocks[copy]] = 1
      own[6] = clocks[copy] % 3 == 0 ? 0 : Float(chosen[copy])
    }
  }

  func state(into target: UnsafeMutablePointer<Float>) { observe(into: target) }

  func mask(into target: UnsafeMutablePointer<UInt8>) {
    for copy in 0..<copies {
      let flag: UInt8 = clocks[copy] % 3 == 0 ? 1 : 0
      (target[2 * copy], target[2 * copy + 1]) = (flag, flag)
    }
  }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      if clocks[copy] % 3 == 0 { chosen[copy] = actions[copy] }
      rewards[copy] = clocks[copy] % 3 == 2 && chosen[copy] == 1 ? 4 : 0
      clocks[copy] += 1
      ends[copy] = clocks[copy] == 6 ? .terminated : .running
    }
  }

  func encode(into writer: inout ByteWriter) {
    for copy in 0..<copies {
      writer.varint(UInt64(clocks[copy]))
      writer.varint(UInt64(chosen[copy]))
    }
  }

  mutating func decode(from reader: inout ByteReader) throws {
    for copy in 0..<copies {
      clocks[copy] = Int(try reader.varint())
      chosen[copy] = Int32(try reader.varint())
    }
  }
}
