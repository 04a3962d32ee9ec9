import MusterMath

/// `simple_reference_v3` of `mpe2` with discrete actions: two agents, three landmarks of three colours; each knows
/// the landmark that the *other* should go to, and can say one of ten words.
///
/// An action is 5 * word + move. Reward of an agent: localRatio times minus the distance between the other and its
/// landmark, and (1 - localRatio) times the mean over both. Observation (21 numbers): own velocity, landmarks
/// relative to it, the colour of the other's landmark, the word that the other said last. State: both observations.
public struct SimpleReference: VectorWorld {
  public var copies: Int { bodies.copies }
  public var agents: Int { 2 }
  public var actions: Int { 5 * Self.words }
  public var observationSize: Int { 21 }
  public var stateSize: Int { 42 }

  /// Share of an agent's own goal in its reward, 0...1.
  public let localRatio: Double
  /// Steps in an episode.
  public let length: Int

  static let words = 10
  var bodies: Particles
  /// For each agent the landmark that it wants the other to reach.
  var goals: [Int]
  /// The word that each agent said last; -1 for none yet.
  var said: [Int]

  /// The copies of these numbers, each at the start of its first episode.
  public init(copies: Range<Int>, localRatio: Double = 0.5, length: Int = 25, seed: UInt64) {
    precondition(length > 0, "an episode has at least one step")
    self.localRatio = localRatio
    self.length = length
    bodies = Particles(copies: copies, agents: 2, landmarks: 3, radius: nil, seed: seed)
    goals = Array(repeating: 0, count: 2 * copies.count)
    said = Array(repeating: -1, count: 2 * copies.count)
    for copy in 0..<bodies.copies { reset(copy: copy) }
  }

  public mutating func reset(copy: Int) {
    for agent in 0..<2 {
      goals[2 * copy + agent] = bodies.randoms[copy].below(3)
      said[2 * copy + agent] = -1
    }
    bodies.scatter(copy: copy)
  }

  /// Sets one copy to the start of an episode at given places, at rest; `goals` are landmarks, 0...2.
  public mutating func place(
    copy: Int, agents positions: [SIMD2<Double>], landmarks: [SIMD2<Double>], goals: [Int]
  ) {
    precondition(positions.count == 2 && landmarks.count == 3 && goals.count == 2, "one place for each body")
    for agent in 0..<2 {
      precondition((0..<3).contains(goals[agent]), "there is no landmark \(goals[agent])")
      bodies.positions[2 * copy + agent] = positions[agent]
      bodies.velocities[2 * copy + agent] = .zero
      self.goals[2 * copy + agent] = goals[agent]
      said[2 * copy + agent] = -1
    }
    for (index, place) in landmarks.enumerated() { bodies.places[3 * copy + index] = place }
    bodies.clocks[copy] = 0
  }

  public func observe(into target: UnsafeMutablePointer<Float>) {
    for row in 0..<(2 * copies) {
      let (at, other) = (target + row * observationSize, row ^ 1)
      at.update(repeating: 0, count: observationSize)
      at[0] = Float(bodies.velocities[row].x)
      at[1] = Float(bodies.velocities[row].y)
      for landmark in 0..<3 {
        let delta = bodies.places[row / 2 * 3 + landmark] - bodies.positions[row]
        at[2 + 2 * landmark] = Float(delta.x)
        at[3 + 2 * landmark] = Float(delta.y)
        at[8 + landmark] = goals[row] == landmark ? 0.75 : 0.25
      }
      if said[other] >= 0 { at[11 + said[other]] = 1 }
    }
  }

  public func state(into target: UnsafeMutablePointer<Float>) { observe(into: target) }

  public mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      let chosen = actions + 2 * copy
      bodies.step(copy: copy) { Int(chosen[$0]) % 5 }
      var own = SIMD2<Double>.zero
      for agent in 0..<2 {
        said[2 * copy + agent] = Int(chosen[agent]) / 5
        let goal = bodies.places[3 * copy + goals[2 * copy + agent]]
        own[agent] = -Particles.length(bodies.positions[2 * copy + (agent ^ 1)] - goal)
      }
      for agent in 0..<2 {
        rewards[2 * copy + agent] = Float(own.sum() / 2 * (1 - localRatio) + own[agent] * localRatio)
      }
      ends[copy] = bodies.clocks[copy] >= length ? .truncated : .running
    }
  }

  public func encode(into writer: inout ByteWriter) {
    bodies.encode(into: &writer)
    for goal in goals { writer.varint(UInt64(goal)) }
    for word in said { writer.zigzag(Int64(word)) }
  }

  public mutating func decode(from reader: inout ByteReader) throws {
    var read = self
    try read.bodies.decode(from: &reader)
    for index in goals.indices {
      let goal = Int(truncatingIfNeeded: try reader.varint())
      if !(0..<3).contains(goal) { throw WorldError.value(what: "landmark", found: goal) }
      read.goals[index] = goal
    }
    for index in said.indices {
      let word = Int(truncatingIfNeeded: try reader.zigzag())
      if !(-1..<Self.words).contains(word) { throw WorldError.value(what: "word", found: word) }
      read.said[index] = word
    }
    self = read
  }
}
