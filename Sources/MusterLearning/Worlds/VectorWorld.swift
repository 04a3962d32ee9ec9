import MusterMath

/// How a step left an episode.
public enum EpisodeEnd: UInt8, Sendable, BitwiseCopyable {
  /// It goes on.
  case running = 0
  /// It is over: nothing comes after it, the value of what follows is 0.
  case terminated = 1
  /// It was cut off at its time limit: what follows has a value that is only not seen.
  case truncated = 2
}

/// A number of copies of one multi-agent world that are stepped together, each with the same agents.
///
/// Copies do not touch each other, and each draws from a stream of its own, keyed by its number: so the same copy
/// lives through the same whichever others it is stepped with. Pointers reach one number for each copy, agent and
/// feature, in this order, without gaps. An agent that has no possible action is absent: it takes no part.
public protocol VectorWorld: Sendable {
  /// How many copies there are.
  var copies: Int { get }
  /// Agents in a copy.
  var agents: Int { get }
  /// Actions that an agent chooses from.
  var actions: Int { get }
  /// Numbers in an agent's observation.
  var observationSize: Int { get }
  /// Numbers in a copy's global state, which a centralised critic sees.
  var stateSize: Int { get }
  /// Whether `mask` ever forbids an action. Where it does not, it is not asked.
  var hasMasks: Bool { get }

  /// Begins a new episode in one copy.
  mutating func reset(copy: Int)
  /// Writes copies * agents * observationSize numbers.
  func observe(into target: UnsafeMutablePointer<Float>)
  /// Writes copies * stateSize numbers.
  func state(into target: UnsafeMutablePointer<Float>)
  /// Writes copies * agents * actions flags: 1 for an action that is possible.
  func mask(into target: UnsafeMutablePointer<UInt8>)
  /// Takes copies * agents actions, writes as many rewards and an end for each copy. A copy whose episode ended
  /// is not reset.
  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>)

  /// Writes all that the next steps depend on.
  func encode(into writer: inout ByteWriter)
  /// Goes on from what `encode` wrote; throws, and changes nothing, where it does not fit this world.
  mutating func decode(from reader: inout ByteReader) throws
}

extension VectorWorld {
  public var hasMasks: Bool { false }

  public func mask(into target: UnsafeMutablePointer<UInt8>) {
    target.update(repeating: 1, count: copies * agents * actions)
  }
}
