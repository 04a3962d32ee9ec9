import MusterLearning
import MusterMath

/// A game whose rewards are no numbers; all else is as it was.
struct SpoiledGame: VectorWorld {
  private var game: any VectorWorld

  init(_ game: any VectorWorld) { self.game = game }

  var copies: Int { game.copies }
  var agents: Int { game.agents }
  var actions: Int { game.actions }
  var observationSize: Int { game.observationSize }
  var stateSize: Int { game.stateSize }
  var hasMasks: Bool { game.hasMasks }

  mutating func reset(copy: Int) { game.reset(copy: copy) }
  func observe(into target: UnsafeMutablePointer<Float>) { game.observe(into: target) }
  func state(into target: UnsafeMutablePointer<Float>) { game.state(into: target) }
  func mask(into target: UnsafeMutablePointer<UInt8>) { game.mask(into: target) }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    game.step(actions: actions, rewards: rewards, ends: ends)
    rewards.update(repeating: .nan, count: copies * agents)
  }

  func encode(into writer: inout ByteWriter) { game.encode(into: &writer) }
  mutating func decode(from reader: inout ByteReader) throws { try game.decode(from: &reader) }
}
