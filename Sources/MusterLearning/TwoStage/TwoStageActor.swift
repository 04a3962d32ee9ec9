/// The most probable choices of both stages. It goes on learning with the stages that it was made from.
final class TwoStageActor: TeamActor {
  private let stages: TwoStages
  private let source: StagePair
  private let shape: WorldShape
  private let copies: Int
  private let all: Column<UInt8>

  init(
    _ shape: WorldShape, _ sight: any TwoStageSight, _ settings: TwoStageSettings,
    from source: StagePair, copies: Int
  ) {
    stages = TwoStages(shape, sight, settings.acting)
    self.source = source
    self.shape = shape
    self.copies = copies
    all = Column(count: shape.agents * shape.actions, of: 1)
  }

  func act(
    _ observations: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?,
    into actions: UnsafeMutablePointer<Int32>
  ) {
    stages.copy(source)
    for copy in 0..<copies {
      let first = copy * shape.agents
      _ = stages.act(
        observations + first * shape.observationSize,
        mask.map { $0 + first * shape.actions } ?? UnsafePointer(all.base), into: actions + first
      ) { Categorical.best($0, count: $1) }
    }
  }
}
