import MusterLearning
import MusterMath

/// Three hands and a chooser, in turns: each hand sees whether it is good and stands up or not; then the chooser, who
/// sees no more than who stands and what each costs, takes one that stands or nobody. A good hand is worth 1, another
/// -1, less the cost, which is 0 or 0.5. Three rounds. The best is that the good stand alone and the cheapest of them
/// is taken.
struct StandingGame: VectorWorld {
  let copies: Int
  private var isGood: [Bool]
  private var costs: [Float]
  private var stands: [Bool]
  private var clocks: [Int]
  private var random = Random(seed: 5)

  init(copies: Int) {
    self.copies = copies
    isGood = Array(repeating: false, count: 3 * copies)
    costs = Array(repeating: 0, count: 3 * copies)
    stands = Array(repeating: false, count: 3 * copies)
    clocks = Array(repeating: 0, count: copies)
    for copy in 0..<copies { reset(copy: copy) }
  }

  var agents: Int { 4 }
  var actions: Int { 4 }
  var observationSize: Int { 6 }
  var stateSize: Int { 1 }
  var hasMasks: Bool { true }

  mutating func reset(copy: Int) {
    clocks[copy] = 0
    draw(copy)
  }

  private mutating func draw(_ copy: Int) {
    for hand in (3 * copy)..<(3 * copy + 3) {
      isGood[hand] = random.below(2) == 1
      costs[hand] = random.below(2) == 1 ? 0.5 : 0
    }
  }

  /// The best return of the episodes from here on, of the round that is open: mean over copies.
  var best: Double {
    var sum = 0.0
    for copy in 0..<copies {
      let worth = ((3 * copy)..<(3 * copy + 3)).map { hand -> Float in
        isGood[hand] ? 1 - costs[hand] : 0
      }
      sum += Double(worth.max() ?? 0)
    }
    return sum / Double(copies)
  }

  private func isChoosing(_ copy: Int) -> Bool { clocks[copy] % 2 == 1 }

  /// Whether one chooses, whether one is a hand that is asked, whether it is good, and what hands cost.
  func observe(into target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: copies * 4 * 6)
    for copy in 0..<copies {
      let own = target + copy * 24
      if isChoosing(copy) {
        own[0] = 1
        for hand in 0..<3 { own[3 + hand] = costs[3 * copy + hand] }
      } else {
        for hand in 0..<3 {
          own[6 * (hand + 1) + 1] = 1
          own[6 * (hand + 1) + 2] = isGood[3 * copy + hand] ? 1 : 0
        }
      }
    }
  }

  func state(into target: UnsafeMutablePointer<Float>) { target.update(repeating: 0, count: copies) }

  /// Hands: 0 stand, 1 do not. Chooser: 0...2 a hand, 3 nobody.
  func mask(into target: UnsafeMutablePointer<UInt8>) {
    target.update(repeating: 0, count: copies * 16)
    for copy in 0..<copies {
      let own = target + copy * 16
      if isChoosing(copy) {
        own[3] = 1
        for hand in 0..<3 { own[hand] = stands[3 * copy + hand] ? 1 : 0 }
      } else {
        for hand in 1...3 { (own[4 * hand], own[4 * hand + 1]) = (1, 1) }
      }
    }
  }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      let chosen = actions + 4 * copy
      var pay: Float = 0
      if !isChoosing(copy) {
        for hand in 0..<3 { stands[3 * copy + hand] = chosen[hand + 1] == 0 }
      } else {
        let hand = 3 * copy + Int(chosen[0])
        if chosen[0] < 3 { pay = (isGood[hand] ? 1 : -1) - costs[hand] }
        draw(copy)
      }
      for agent in 0..<4 { rewards[4 * copy + agent] = pay }
      clocks[copy] += 1
      ends[copy] = clocks[copy] == 6 ? .terminated : .running
    }
  }

  func encode(into writer: inout ByteWriter) {
    for hand in isGood.indices {
      for flag in [isGood[hand], stands[hand], costs[hand] > 0] { writer.byte(flag ? 1 : 0) }
    }
    for clock in clocks { writer.varint(UInt64(clock)) }
    for word in 0..<4 { writer.fixed64(random.state[word]) }
  }

  mutating func decode(from reader: inout ByteReader) throws {
    for hand in isGood.indices {
      isGood[hand] = try reader.byte() != 0
      stands[hand] = try reader.byte() != 0
      costs[hand] = try reader.byte() != 0 ? 0.5 : 0
    }
    for copy in clocks.indices { clocks[copy] = Int(try reader.varint()) }
    var state = SIMD4<UInt64>.zero
    for word in 0..<4 { state[word] = try reader.fixed64() }
    random = Random(state: state)
  }
}

/// A hand by what it sees, a candidate by its cost and whether it is nobody.
struct StandingSight: TwoStageSight {
  var entitySize: Int { 2 }
  var candidateSize: Int { 2 }
  var taskSize: Int { 1 }

  func isSelecting(_ observation: UnsafePointer<Float>) -> Bool { observation[0] == 1 }

  func writeEntity(_ observation: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    (target[0], target[1]) = (observation[1], observation[2])
  }

  func writeCandidates(_ observation: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    for action in 0..<4 {
      (target[2 * action], target[2 * action + 1]) =
        action < 3 ? (observation[3 + action], 0) : (0, 1)
    }
  }

  func writeTask(_ observation: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    target[0] = 1
  }
}
