import MusterMath

/// `simple_spread_v3` of `mpe2` with discrete actions: as many landmarks as agents; together they are to cover all,
/// without bumping into each other.
///
/// Reward of an agent: (1 - localRatio) times minus the sum over landmarks of the distance of the nearest agent,
/// less localRatio for each agent that it touches. Observation: own velocity, own position, landmarks and other
/// agents relative to it, their (silent) messages: 6 * agents numbers. State: all observations. About 0.2 us a
/// copy and step for three agents.
public struct SimpleSpread: VectorWorld {
  public var copies: Int { bodies.copies }
  public var agents: Int { bodies.agents }
  public var actions: Int { 5 }
  public var observationSize: Int { 6 * agents }
  public var stateSize: Int { observationSize * agents }

  /// Share of an agent's own collisions in its reward, 0...1.
  public let localRatio: Double
  /// Steps in an episode.
  public let length: Int

  static let radius = 0.15
  var bodies: Particles

  /// The copies of these numbers, each at the start of its first episode.
  public init(
    copies: Range<Int>, agents: Int = 3, localRatio: Double = 0.5, length: Int = 25, seed: UInt64
  ) {
    precondition(length > 0, "an episode has at least one step")
    self.localRatio = localRatio
    self.length = length
    bodies = Particles(
      copies: copies, agents: agents, landmarks: agents, radius: Self.radius, seed: seed)
    for copy in 0..<bodies.copies { bodies.scatter(copy: copy) }
  }

  public mutating func reset(copy: Int) { bodies.scatter(copy: copy) }

  /// Sets one copy to the start of an episode at given places, at rest.
  public mutating func place(copy: Int, agents positions: [SIMD2<Double>], landmarks: [SIMD2<Double>]) {
    precondition(positions.count == agents && landmarks.count == agents, "one place for each body")
    for (index, position) in positions.enumerated() {
      bodies.positions[copy * agents + index] = position
      bodies.velocities[copy * agents + index] = .zero
    }
    for (index, place) in landmarks.enumerated() { bodies.places[copy * agents + index] = place }
    bodies.clocks[copy] = 0
  }

  public func observe(into target: UnsafeMutablePointer<Float>) {
    for row in 0..<(copies * agents) {
      let first = row / agents * agents
      var at = target + row * observationSize
      func put(_ vector: SIMD2<Double>) {
        at[0] = Float(vector.x)
        at[1] = Float(vector.y)
        at += 2
      }
      let own = bodies.positions[row]
      put(bodies.velocities[row])
      put(own)
      for landmark in first..<(first + agents) { put(bodies.places[landmark] - own) }
      for other in first..<(first + agents) where other != row { put(bodies.positions[other] - own) }
      for _ in 1..<max(agents, 1) { put(.zero) }
    }
  }

  public func state(into target: UnsafeMutablePointer<Float>) { observe(into: target) }

  public mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      let chosen = actions + copy * agents
      bodies.step(copy: copy) { Int(chosen[$0]) }
      reward(copy, rewards + copy * agents)
      ends[copy] = bodies.clocks[copy] >= length ? .truncated : .running
    }
  }

  private func reward(_ copy: Int, _ rewards: UnsafeMutablePointer<Float>) {
    let start = copy * agents
    var shared = 0.0
    for landmark in start..<(start + agents) {
      var nearest = Double.infinity
      for agent in start..<(start + agents) {
        nearest = min(nearest, Particles.length(bodies.positions[agent] - bodies.places[landmark]))
      }
      shared -= nearest
    }
    for agent in start..<(start + agents) {
      var touched = 0.0
      for other in start..<(start + agents) where other != agent {
        let distance = Particles.length(bodies.positions[agent] - bodies.positions[other])
        if distance < 2 * Self.radius { touched += 1 }
      }
      rewards[agent - start] = Float(shared * (1 - localRatio) - touched * localRatio)
    }
  }

  public func encode(into writer: inout ByteWriter) { bodies.encode(into: &writer) }

  public mutating func decode(from reader: inout ByteReader) throws { try bodies.decode(from: &reader) }
}
