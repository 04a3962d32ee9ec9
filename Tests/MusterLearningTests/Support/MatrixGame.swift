import MusterLearning
import MusterMath

/// Two agents choose at once and share a payoff; then the episode is over. Where `forbidden` is given, nobody may
/// choose that action.
struct MatrixGame: VectorWorld {
  let copies: Int
  let payoffs: [[Float]]
  var forbidden: Int?
  /// If given, the second agent is absent (no action is possible, 0 is taken) and is paid this, which means nothing.
  var absentPay: Float?

  init(copies: Int, payoffs: [[Float]], forbidden: Int? = nil, absentPay: Float? = nil) {
    self.absentPay = absentPay
    self.copies = copies
    self.payoffs = payoffs
    self.forbidden = forbidden
  }

  var agents: Int { 2 }
  var actions: Int { payoffs.count }
  /// Which of the two one is.
  var observationSize: Int { 2 }
  var stateSize: Int { 1 }
  var hasMasks: Bool { forbidden != nil || absentPay != nil }

  mutating func reset(copy: Int) {}

  func observe(into target: UnsafeMutablePointer<Float>) {
    for row in 0..<(2 * copies) {
      target[2 * row] = row % 2 == 0 ? 1 : 0
      target[2 * row + 1] = row % 2 == 1 ? 1 : 0
    }
  }

  func state(into target: UnsafeMutablePointer<Float>) { target.update(repeating: 1, count: copies) }

  func mask(into target: UnsafeMutablePointer<UInt8>) {
    for row in 0..<(2 * copies) {
      let isAbsent = absentPay != nil && row % 2 == 1
      for action in 0..<actions {
        target[row * actions + action] = isAbsent || action == forbidden ? 0 : 1
      }
    }
  }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      let payoff = payoffs[Int(actions[2 * copy])][Int(actions[2 * copy + 1])]
      rewards[2 * copy] = payoff
      rewards[2 * copy + 1] = absentPay ?? payoff
      ends[copy] = .terminated
    }
  }

  func encode(into writer: inout ByteWriter) {}
  mutating func decode(from reader: inout ByteReader) throws {}
}
