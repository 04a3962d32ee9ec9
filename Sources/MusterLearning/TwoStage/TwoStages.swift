/// Both stages of two-stage allocation for the agents of a world, with memory for what one copy of it shows.
///
/// What entities choose from in the first stage are the actions, each known by its number alone. One thread at a time.
final class TwoStages: StagePair, @unchecked Sendable {
  /// What the stage that chose last looked at.
  let assigned: FloatMemory
  let selected: FloatMemory
  private let shape: WorldShape
  private let sight: any TwoStageSight

  init(_ shape: WorldShape, _ sight: any TwoStageSight, _ settings: TwoStageSettings) {
    self.shape = shape
    self.sight = sight
    let (assigning, selecting) = Self.sizes(shape, sight)
    assigned = FloatMemory(count: assigning.numbers)
    selected = FloatMemory(count: selecting.numbers)
    for action in 0..<shape.actions {
      assigned.base[assigning.rowNumbers + action * (shape.actions + 1)] = 1
    }
    super.init(assigning, selecting, settings)
  }

  static func sizes(
    _ shape: WorldShape, _ sight: any TwoStageSight
  ) -> (assigning: PairSizes, selecting: PairSizes) {
    (
      PairSizes(
        rows: shape.agents, rowSize: sight.entitySize, columns: shape.actions, columnSize: shape.actions),
      PairSizes(rows: shape.actions, rowSize: sight.candidateSize, columns: 1, columnSize: sight.taskSize)
    )
  }

  /// Writes an action for each agent of a copy, which `pick` takes by probabilities; returns the agent that selected,
  /// nil where the others chose.
  func act(
    _ observations: UnsafePointer<Float>, _ mask: UnsafePointer<UInt8>,
    into actions: UnsafeMutablePointer<Int32>, _ pick: (UnsafePointer<Float>, Int) -> Int
  ) -> Int? {
    let size = shape.observationSize
    guard let agent = (0..<shape.agents).first(where: { sight.isSelecting(observations + $0 * size) }) else {
      for agent in 0..<shape.agents {
        sight.writeEntity(observations + agent * size, to: assigned.base + agent * sight.entitySize)
      }
      assignment.choose(assigned.base, mask, into: actions, pick)
      return nil
    }
    sight.writeCandidates(observations + agent * size, to: selected.base)
    sight.writeTask(observations + agent * size, to: selected.base + selection.sizes.rowNumbers)
    actions.update(repeating: 0, count: shape.agents)
    actions[agent] = Int32(selection.choose(selected.base, mask + agent * shape.actions, pick))
    return agent
  }
}
