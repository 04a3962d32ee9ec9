/// The last steps of single copies, the oldest overwritten first.
final class Replay: ReplayColumns {
  var count = 0
  /// Where the next step goes.
  var next = 0

  init(_ shape: WorldShape, capacity: Int) { super.init(shape, rows: capacity) }

  /// Steps all copies by the driver's actions, remembers it, and begins anew the episodes that ended.
  func step(_ driver: WorldDriver) {
    for copy in 0..<driver.copies { write(slot(of: copy), copy, driver) }
    driver.step()
    driver.look()
    for copy in 0..<driver.copies { writeNext(slot(of: copy), copy, driver) }
    next = slot(of: driver.copies)
    count = min(count + driver.copies, rows)
    driver.resetEnded()
  }

  private func slot(of copy: Int) -> Int { (next + copy) % rows }

  /// Writes what a copy showed and what its agents did.
  private func write(_ slot: Int, _ copy: Int, _ driver: WorldDriver) {
    (observations.base + slot * width).update(from: driver.observations.base + copy * width, count: width)
    (states.base + slot * shape.stateSize).update(
      from: driver.states.base + copy * shape.stateSize, count: shape.stateSize)
    (actions.base + slot * shape.agents).update(
      from: driver.actions.base + copy * shape.agents, count: shape.agents)
  }

  /// Writes what came of it: what the copy showed then, before any new episode, and what it paid.
  private func writeNext(_ slot: Int, _ copy: Int, _ driver: WorldDriver) {
    (nextObservations.base + slot * width).update(from: driver.observations.base + copy * width, count: width)
    (nextStates.base + slot * shape.stateSize).update(
      from: driver.states.base + copy * shape.stateSize, count: shape.stateSize)
    (nextMasks.base + slot * flags).update(from: driver.masks.base + copy * flags, count: flags)
    rewards.base[slot] = driver.teamReward(copy)
    isLast.base[slot] = driver.ends.base[copy] == .terminated
  }
}
