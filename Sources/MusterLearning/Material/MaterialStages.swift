import MusterMath

/// Both stages of two-stage allocation in a ``MaterialWorld``, with memory for one scene: entities choose from the open
/// tasks and none, then those sent to a task are chosen one after the other until the team stops. One thread at a time
/// acts.
final class MaterialStages: StagePair, @unchecked Sendable {
  var scene, nextScene, team, nextTeam: FloatMemory
  var mask, nextMask, teamMask, nextTeamMask: Column<UInt8>
  let sent: Column<Int32>
  let picked = Column<Int32>(count: 1, of: 0)
  private let discount: Float

  init(_ world: MaterialWorld.Settings, _ settings: TwoStageSettings) {
    discount = settings.discount
    let (assigning, selecting) = Self.sizes(world)
    let (size, teamSize) = (assigning.numbers, selecting.numbers)
    (scene, nextScene) = (FloatMemory(count: size), FloatMemory(count: size))
    (team, nextTeam) = (FloatMemory(count: teamSize), FloatMemory(count: teamSize))
    let (flags, teamFlags) = (assigning.pairs, selecting.pairs)
    (mask, nextMask) = (Column(count: flags, of: 0), Column(count: flags, of: 0))
    (teamMask, nextTeamMask) = (Column(count: teamFlags, of: 0), Column(count: teamFlags, of: 0))
    sent = Column(count: world.entities, of: 0)
    super.init(assigning, selecting, settings)
  }

  static func sizes(_ world: MaterialWorld.Settings) -> (assigning: PairSizes, selecting: PairSizes) {
    (
      PairSizes(
        rows: world.entities, rowSize: MaterialWorld.entitySize, columns: world.open + 1,
        columnSize: MaterialWorld.taskSize),
      // Stopping is the last candidate, of zeros.
      PairSizes(
        rows: world.entities + 1, rowSize: MaterialWorld.entitySize, columns: 1,
        columnSize: MaterialWorld.taskSize)
    )
  }

  /// Writes what the first stage sees and what is possible.
  func look(_ world: MaterialWorld, _ scene: FloatMemory, _ mask: Column<UInt8>) {
    var target = scene.base
    for entity in world.entities.indices {
      world.write(entity, target)
      target += MaterialWorld.entitySize
    }
    for task in world.openTasks + [nil] {
      world.write(task, target)
      target += MaterialWorld.taskSize
    }
    let count = world.openTasks.count + 1
    for entity in world.entities.indices {
      let isIdle = world.isIdle(entity)
      for (place, task) in world.openTasks.enumerated() {
        mask.base[entity * count + place] = isIdle && task != nil ? 1 : 0
      }
      mask.base[entity * count + count - 1] = 1
    }
  }

  /// Writes what the second stage sees of a task and those sent to it who are not chosen yet.
  private func look(
    _ world: MaterialWorld, _ task: MaterialWorld.Task, sent: [Int], chosen: [Int], _ scene: FloatMemory,
    _ mask: Column<UInt8>
  ) {
    let count = world.entities.count
    for entity in 0..<count {
      world.write(entity, scene.base + entity * MaterialWorld.entitySize)
      mask.base[entity] = 0
    }
    (scene.base + count * MaterialWorld.entitySize).update(repeating: 0, count: MaterialWorld.entitySize)
    for entity in sent where !chosen.contains(entity) { mask.base[entity] = 1 }
    mask.base[count] = 1
    let left = chosen.reduce(task.demand) { $0 - world.entities[$1].attributes }
    world.write(
      task, left: left.replacing(with: 0, where: left .< 0),
      scene.base + (count + 1) * MaterialWorld.entitySize)
  }

  /// One task's team. What was seen and chosen is remembered where it `learns`.
  private func team(
    _ world: MaterialWorld, _ task: MaterialWorld.Task, _ sent: [Int], _ random: inout Random,
    learns: Bool
  ) -> [Int] {
    var chosen: [Int] = []
    look(world, task, sent: sent, chosen: [], team, teamMask)
    while !sent.isEmpty {
      let choice = selection.choose(team.base, teamMask.base) { Categorical.sample($0, count: $1, &random) }
      picked.base[0] = Int32(choice)
      let stops = choice == world.entities.count
      if !stops { chosen.append(choice) }
      let isLast = stops || chosen.count == sent.count || world.covers(chosen, task.demand)
      look(world, task, sent: sent, chosen: chosen, nextTeam, nextTeamMask)
      if learns {
        selection.replay.add(
          team.base, teamMask.base, picked.base, reward: isLast ? Float(world.pay(chosen, task)) : 0,
          discount: isLast ? 0 : discount, next: nextTeam.base, nextTeamMask.base)
      }
      if isLast { break }
      swap(&team, &nextTeam)
      swap(&teamMask, &nextTeamMask)
    }
    return chosen
  }

  /// Teams for all open tasks, of what `look` wrote last.
  func teams(_ world: MaterialWorld, _ random: inout Random, learns: Bool) -> [[Int]] {
    assignment.choose(scene.base, mask.base, into: sent.base) { Categorical.sample($0, count: $1, &random) }
    return world.openTasks.enumerated().map { place, task in
      guard let task else { return [] }
      let own = world.entities.indices.filter { sent.base[$0] == Int32(place) }
      return team(world, task, own, &random, learns: learns)
    }
  }
}
