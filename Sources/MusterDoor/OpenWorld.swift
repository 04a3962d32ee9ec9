import MusterLearning
import Synchronization

/// A world that somebody opened. Its calls wait for each other.
final class OpenWorld: Sendable {
  let copies: Int
  let shape: WorldShape
  /// What the agents of a copy are called.
  let names: [String]
  private let maker: WorldMaker
  private let world: Mutex<any VectorWorld>

  /// Throws where there is no such world or a setting is wrong.
  convenience init(name: String, settings: String) throws(DoorError) {
    guard let kind = WorldKind.all.first(where: { $0.name == name }) else {
      throw .world(name, known: WorldKind.all.map(\.name))
    }
    var settings = try WorldSettings(settings)
    let copies = try settings.value("copies", 1, in: 1...65_536)
    let seed = try settings.value("seed", 0, in: 0...UInt64.max)
    let maker = try kind.maker(&settings)
    try settings.finish()
    try self.init(copies: copies, seed: seed, maker)
  }

  init(copies: Int, seed: UInt64, _ maker: @escaping WorldMaker) throws(DoorError) {
    let world = try maker(0..<copies, seed)
    self.copies = copies
    self.maker = maker
    shape = WorldShape(world)
    names = Self.names(of: world)
    self.world = Mutex(world)
  }

  /// The role of each agent and its number in it; `agent` where there are no roles.
  private static func names(of world: any VectorWorld) -> [String] {
    guard let world = world as? any RoleWorld else { return (0..<world.agents).map { "agent_\($0)" } }
    var counts = [Int](repeating: 0, count: world.roleNames.count)
    return world.roles.map { role in
      counts[role] += 1
      return "\(world.roleNames[role])_\(counts[role] - 1)"
    }
  }

  /// Makes all copies anew. Throws, and changes nothing, where they cannot be made.
  func seed(_ seed: UInt64) throws(DoorError) {
    let made = try maker(0..<copies, seed)
    world.withLock { $0 = made }
  }

  /// Begins new episodes, everywhere where `which` is nil, and writes what is seen then.
  func reset(_ which: UnsafePointer<UInt8>?, _ view: View) {
    world.withLock { world in
      for copy in 0..<copies where which.map({ $0[copy] != 0 }) ?? true { world.reset(copy: copy) }
      view.write(world)
    }
  }

  /// Steps all copies and writes what came of it and what is seen then.
  func step(_ moves: Moves, _ view: View) {
    world.withLock { world in
      withUnsafeTemporaryAllocation(of: EpisodeEnd.self, capacity: copies) { ends in
        ends.initialize(repeating: .running)
        guard let first = ends.baseAddress else { return }
        moves.withPossible(in: world, shape, copies: copies) {
          world.step(actions: $0, rewards: moves.rewards, ends: first)
        }
        for copy in 0..<copies { moves.ends[copy] = ends[copy].rawValue }
      }
      view.write(world)
    }
  }
}
