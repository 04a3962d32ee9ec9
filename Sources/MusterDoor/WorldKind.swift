import MusterLearning

/// Makes the copies of the given numbers under a seed, each at the start of its first episode.
typealias WorldMaker = @Sendable (Range<Int>, UInt64) -> any VectorWorld

/// A world that can be opened by name. Another one is an entry of ``all``.
struct WorldKind: Sendable {
  let name: String
  /// Reads the settings that are the world's own.
  let maker: @Sendable (inout WorldSettings) throws(DoorError) -> WorldMaker

  static let all = [
    WorldKind(name: "simple_spread") { settings throws(DoorError) in
      let agents = try settings.value("agents", 3, in: 1...64)
      let (ratio, length) = try particles(&settings)
      return { SimpleSpread(copies: $0, agents: agents, localRatio: ratio, length: length, seed: $1) }
    },
    WorldKind(name: "simple_reference") { settings throws(DoorError) in
      let (ratio, length) = try particles(&settings)
      return { SimpleReference(copies: $0, localRatio: ratio, length: length, seed: $1) }
    },
  ]

  /// The settings that both worlds of particles have.
  private static func particles(_ settings: inout WorldSettings) throws(DoorError) -> (Double, Int) {
    (
      try settings.value("local-ratio", 0.5, in: 0...1),
      try settings.value("length", 25, in: 1...1_000_000_000)
    )
  }
}
