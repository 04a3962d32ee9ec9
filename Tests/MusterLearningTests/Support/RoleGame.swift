import MusterLearning
import MusterMath

/// Three agents of two roles that see nothing but their part: the first (a caller) sees a coin, the other two
/// (doers) do not. A caller is paid 1 for naming the coin, a doer 1 for its second action. The team is paid when all
/// three are right. Four steps an episode.
struct RoleGame: RoleWorld {
  let copies: Int
  /// Share of one's own reward.
  var localWeight: Float
  var coins: [Int]
  var clocks: [Int]
  var team: [Float]
  var random = Random(seed: 9)

  init(copies: Int, localWeight: Float = 0.5) {
    self.copies = copies
    self.localWeight = localWeight
    coins = Array(repeating: 0, count: copies)
    clocks = Array(repeating: 0, count: copies)
    team = Array(repeating: 0, count: copies)
    for copy in 0..<copies { reset(copy: copy) }
  }

  var agents: Int { 3 }
  var actions: Int { 2 }
  var observationSize: Int { 2 }
  var stateSize: Int { 2 }
  var roleNames: [String] { ["caller", "doer"] }
  var roles: [Int] { [0, 1, 1] }

  mutating func reset(copy: Int) {
    coins[copy] = random.below(2)
    clocks[copy] = 0
  }

  func observe(into target: UnsafeMutablePointer<Float>) {
    for row in 0..<(3 * copies) {
      let coin = coins[row / 3]
      target[2 * row] = row % 3 == 0 ? Float(2 * coin - 1) : 1
      target[2 * row + 1] = 1
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
      let chosen = actions + 3 * copy
      let right = (0..<3).map { Int(chosen[$0]) == ($0 == 0 ? coins[copy] : 1) }
      team[copy] = right.contains(false) ? 0 : 1
      for agent in 0..<3 {
        rewards[3 * copy + agent] = localWeight * (right[agent] ? 1 : 0) + (1 - localWeight) * team[copy]
      }
      clocks[copy] += 1
      coins[copy] = random.below(2)
      ends[copy] = clocks[copy] == 4 ? .terminated : .running
    }
  }

  func teamRewards(into target: UnsafeMutablePointer<Float>) {
    for copy in 0..<copies { target[copy] = team[copy] }
  }

  func encode(into writer: inout ByteWriter) {
    for copy in 0..<copies {
      writer.varint(UInt64(coins[copy]))
      writer.varint(UInt64(clocks[copy]))
    }
    for word in 0..<4 { writer.fixed64(random.state[word]) }
  }

  mutating func decode(from reader: inout ByteReader) throws {
    for copy in 0..<copies {
      coins[copy] = Int(try reader.varint())
      clocks[copy] = Int(try reader.varint())
    }
    var state = SIMD4<UInt64>.zero
    for word in 0..<4 { state[word] = try reader.fixed64() }
    random = Random(state: state)
  }
}
