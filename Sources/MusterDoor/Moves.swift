import CMusterWorlds
import MusterLearning

extension OpenWorld {
  /// What the caller has its agents do, and where it wants to have what comes of it: its arrays, of the right
  /// lengths, with actions that exist.
  struct Moves {
    private let actions: UnsafePointer<Int32>
    let rewards: UnsafeMutablePointer<Float>
    let ends: UnsafeMutablePointer<UInt8>

    init(_ arrays: muster_world_arrays, _ world: OpenWorld) throws(DoorError) {
      let (agents, count) = (world.shape.agents, world.shape.actions)
      let rows = world.copies * agents
      actions = try array("actions", arrays.actions, arrays.actions_length, rows)
      rewards = try array("rewards", arrays.rewards, arrays.rewards_length, rows)
      ends = try array("ends", arrays.ends, arrays.ends_length, world.copies)
      for row in 0..<rows where !(0..<count).contains(Int(actions[row])) {
        throw .action(actions[row], copy: row / agents, agent: row % agents, actions: count)
      }
    }

    /// Gives `body` the actions. Where some are forbidden, the first possible one stands for one that is not.
    func withPossible(
      in world: any VectorWorld, _ shape: WorldShape, copies: Int, _ body: (UnsafePointer<Int32>) -> Void
    ) {
      if !shape.hasMasks { return body(actions) }
      let (rows, count) = (copies * shape.agents, shape.actions)
      var masks = [UInt8](repeating: 0, count: rows * count)
      world.mask(into: &masks)
      let possible = (0..<rows).map { row in
        let own = masks[(row * count)..<((row + 1) * count)]
        if own[own.startIndex + Int(actions[row])] != 0 { return actions[row] }
        return Int32((own.firstIndex { $0 != 0 } ?? own.startIndex) - own.startIndex)
      }
      body(possible)
    }
  }
}
