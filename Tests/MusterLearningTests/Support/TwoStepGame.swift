import MusterLearning
import MusterMath

/// The two-step game of the QMIX paper (Rashid et al., 2018, section 6): the first agent's first action leads to
/// state 2A, where every joint action pays 7, or to 2B, where they pay ((0, 1), (1, 8)).
struct TwoStepGame: VectorWorld {
  var places: [Int]

  init(copies: Int) { places = Array(repeating: 0, count: copies) }

  var copies: Int { places.count }
  var agents: Int { 2 }
  var actions: Int { 2 }
  /// The state, and which of the two one is.
  var observationSize: Int { 5 }
  var stateSize: Int { 3 }

  mutating func reset(copy: Int) { places[copy] = 0 }

  func observe(into target: UnsafeMutablePointer<Float>) {
    for row in 0..<(2 * copies) {
      let own = Self.observation(places[row / 2], agent: row % 2)
      for at in 0..<5 { target[5 * row + at] = own[at] }
    }
  }

  static func observation(_ place: Int, agent: Int) -> [Float] {
    var result: [Float] = [0, 0, 0, 0, 0]
    result[place] = 1
    result[3 + agent] = 1
    return result
  }

  func state(into target: UnsafeMutablePointer<Float>) {
    for copy in 0..<copies {
      for at in 0..<3 { target[3 * copy + at] = at == places[copy] ? 1 : 0 }
    }
  }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      let (a, b) = (actions[2 * copy], actions[2 * copy + 1])
      var payoff: Float = 0
      if places[copy] == 1 { payoff = 7 }
      if places[copy] == 2 { payoff = a + b == 2 ? 8 : Float(a + b) }
      ends[copy] = places[copy] == 0 ? .running : .terminated
      if places[copy] == 0 { places[copy] = a == 0 ? 1 : 2 }
      rewards[2 * copy] = payoff
      rewards[2 * copy + 1] = payoff
    }
  }

  func encode(into writer: inout ByteWriter) {}
  mutating func decode(from reader: inout ByteReader) throws {}
}
