import MusterLearning
import MusterMath

/// Three agents, of whom only the first sees a coin; each of the others is paid 1 for naming it, the first for
/// nothing. Four steps an episode; the mean over agents of the best is 4 if the first is paid what the others are on
/// average. Without a word from the first, the others are right half of the time.
struct WhisperGame: VectorWorld {
  let copies: Int
  var coins: [Int]
  var clocks: [Int]
  var random = Random(seed: 17)

  init(copies: Int) {
    self.copies = copies
    coins = Array(repeating: 0, count: copies)
    clocks = Array(repeating: 0, count: copies)
    for copy in 0..<copies { reset(copy: copy) }
  }

  var agents: Int { 3 }
  var actions: Int { 2 }
  var observationSize: Int { 4 }
  var stateSize: Int { 2 }

  mutating func reset(copy: Int) {
    coins[copy] = random.below(2)
    clocks[copy] = 0
  }

  /// Which of the three one is, and the coin, which only the first sees.
  func observe(into target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: copies * 12)
    for row in 0..<(3 * copies) {
      target[4 * row + row % 3] = 1
      if row % 3 == 0 { target[4 * row + 3] = Float(2 * coins[row / 3] - 1) }
    }
  }

  func state(into target: UnsafeMutablePointer<Float>) {
    for copy in 0..<copies { (target[2 * copy], target[2 * copy + 1]) = (Float(coins[copy]), 1) }
  }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      let right = (1..<3).map { Int(actions[3 * copy + $0]) == coins[copy] ? Float(1) : 0 }
      rewards[3 * copy] = (right[0] + right[1]) / 2
      rewards[3 * copy + 1] = right[0]
      rewards[3 * copy + 2] = right[1]
      clocks[copy] += 1
      coins[copy] = random.below(2)
      ends[copy] = clocks[copy] == 4 ? .terminated : .running
    }
  }

  func encode(into writer: inout ByteWriter) {}
  mutating func decode(from reader: inout ByteReader) throws {}
}
