import MusterMath

/// The bodies of the Multi-Agent Particle Environment (Lowe et al., 2017), as in `mpe2`: agents that are pushed
/// and push each other, landmarks that stand still, episodes of fixed length.
///
/// Semi-implicit steps of 0.1 s: the position moves by the old velocity, the velocity loses a quarter and gains the
/// force. All in Double, as there. `O(agents^2)` a copy and step.
struct Particles: Sendable {
  static let interval = 0.1
  static let damping = 0.25
  static let contactForce = 100.0
  static let contactMargin = 1e-3
  /// Force of one push by an action.
  static let push = 5.0

  let copies: Int
  let agents: Int
  let landmarks: Int
  /// Radius of an agent that collides, or nil if they pass through each other.
  let radius: Double?

  var positions: [SIMD2<Double>]
  var velocities: [SIMD2<Double>]
  var places: [SIMD2<Double>]
  /// Steps since the episode began.
  var clocks: [Int]
  var randoms: [Random]
  /// Velocities of one copy before its step. A slice would do, but all copies would be copied for it.
  private var before: [SIMD2<Double>]

  init(copies: Range<Int>, agents: Int, landmarks: Int, radius: Double?, seed: UInt64) {
    precondition(agents > 0 && landmarks > 0, "a particle world has agents and landmarks")
    self.copies = copies.count
    self.agents = agents
    self.landmarks = landmarks
    self.radius = radius
    positions = Array(repeating: .zero, count: copies.count * agents)
    velocities = positions
    before = Array(repeating: .zero, count: agents)
    places = Array(repeating: .zero, count: copies.count * landmarks)
    clocks = Array(repeating: 0, count: copies.count)
    randoms = copies.map { Random(seed: seed, stream: UInt64(truncatingIfNeeded: $0)) }
  }

  /// Everything anywhere in the square of side 2, at rest: agents first, then landmarks.
  mutating func scatter(copy: Int) {
    for agent in 0..<agents {
      positions[copy * agents + agent] = somewhere(copy)
      velocities[copy * agents + agent] = .zero
    }
    for landmark in 0..<landmarks { places[copy * landmarks + landmark] = somewhere(copy) }
    clocks[copy] = 0
  }

  private mutating func somewhere(_ copy: Int) -> SIMD2<Double> {
    let x = randoms[copy].uniform(-1, 1)
    return SIMD2(x, randoms[copy].uniform(-1, 1))
  }

  /// One step of one copy. Moves: 0 none, 1 left, 2 right, 3 down, 4 up.
  mutating func step(copy: Int, move: (Int) -> Int) {
    let start = copy * agents
    for agent in 0..<agents {
      before[agent] = velocities[start + agent]
      let force = Self.force(of: move(agent))
      velocities[start + agent] = before[agent] * (1 - Self.damping) + force * Self.interval
    }
    if let radius { collide(start, radius) }
    for agent in 0..<agents { positions[start + agent] += before[agent] * Self.interval }
    clocks[copy] += 1
  }

  /// Pushes overlapping agents apart: the soft penetration margin * log(1 + exp(overlap / margin)).
  private mutating func collide(_ start: Int, _ radius: Double) {
    for a in start..<(start + agents) {
      for b in (a + 1)..<max(a + 1, start + agents) {
        let delta = positions[a] - positions[b]
        let distance = Self.length(delta)
        let depth = (2 * radius - distance) / Self.contactMargin
        // Farther off the force is below 1e-17; two in one place have no direction to part in.
        if depth < -40 || distance == 0 { continue }
        let soft = max(depth, 0) + Portable.log(1 + Portable.exp(-abs(depth)))
        let force = delta * (Self.contactForce / distance * soft * Self.contactMargin)
        velocities[a] += force * Self.interval
        velocities[b] -= force * Self.interval
      }
    }
  }

  static func length(_ vector: SIMD2<Double>) -> Double { (vector * vector).sum().squareRoot() }

  static func force(of move: Int) -> SIMD2<Double> {
    switch move {
    case 1: SIMD2(-push, 0)
    case 2: SIMD2(push, 0)
    case 3: SIMD2(0, -push)
    case 4: SIMD2(0, push)
    default: .zero
    }
  }
}
