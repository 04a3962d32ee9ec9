import Synchronization

/// The worlds that are open, by handle: numbers from 1 on, none given twice, so that a closed one is never taken for
/// another.
final class OpenWorlds: Sendable {
  /// Those of the process.
  static let all = OpenWorlds()

  private struct Table {
    var worlds: [Int64: OpenWorld] = [:]
    var last: Int64 = 0
  }

  private let table = Mutex(Table())

  func add(_ world: OpenWorld) -> Int64 {
    table.withLock {
      $0.last += 1
      $0.worlds[$0.last] = world
      return $0.last
    }
  }

  /// The world stays whole while it is held, even if it is closed meanwhile.
  func find(_ handle: Int64) throws(DoorError) -> OpenWorld {
    guard let world = table.withLock({ $0.worlds[handle] }) else { throw .handle(handle) }
    return world
  }

  func close(_ handle: Int64) throws(DoorError) {
    // Taken out under the lock, freed behind it.
    guard table.withLock({ $0.worlds.removeValue(forKey: handle) }) != nil else { throw .handle(handle) }
  }
}
