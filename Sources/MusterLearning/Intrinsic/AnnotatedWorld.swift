import MusterMath

/// A world that pays, beside its own rewards, `weight` times the rise of a reward model's score from one observation to
/// the next: what annotators like is sought, and no policy that was best becomes worse than another (a potential, Ng,
/// Harada and Russell, 1999).
public struct AnnotatedWorld: VectorWorld {
  public var copies: Int { world.copies }
  public var agents: Int { world.agents }
  public var actions: Int { world.actions }
  public var observationSize: Int { world.observationSize }
  public var stateSize: Int { world.stateSize }
  public var hasMasks: Bool { world.hasMasks }

  private var world: any VectorWorld
  private let model: RewardModel
  private let weight: Float
  private let discount: Float
  private let observations: FloatMemory
  private let before: FloatMemory
  private let after: FloatMemory
  private let tape: FloatMemory

  /// `discount` is the learner's.
  public init(_ world: any VectorWorld, _ model: RewardModel, weight: Float, discount: Float) {
    self.world = world
    self.model = model
    self.weight = weight
    self.discount = discount
    let rows = world.copies * world.agents
    observations = FloatMemory(count: rows * world.observationSize)
    before = FloatMemory(count: rows)
    after = FloatMemory(count: rows)
    tape = FloatMemory(count: model.tapeCount(rows: rows))
  }

  public mutating func reset(copy: Int) { world.reset(copy: copy) }
  public func observe(into target: UnsafeMutablePointer<Float>) { world.observe(into: target) }
  public func state(into target: UnsafeMutablePointer<Float>) { world.state(into: target) }
  public func mask(into target: UnsafeMutablePointer<UInt8>) { world.mask(into: target) }

  private func score(into target: FloatMemory) {
    world.observe(into: observations.base)
    model.score(observations.base, rows: target.count, into: target.base, tape: tape.base)
  }

  public mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    score(into: before)
    world.step(actions: actions, rewards: rewards, ends: ends)
    score(into: after)
    for row in 0..<before.count {
      let next = ends[row / agents] == .terminated ? 0 : discount * after.base[row]
      rewards[row] += weight * (next - before.base[row])
    }
  }

  public func encode(into writer: inout ByteWriter) { world.encode(into: &writer) }
  public mutating func decode(from reader: inout ByteReader) throws { try world.decode(from: &reader) }
}
