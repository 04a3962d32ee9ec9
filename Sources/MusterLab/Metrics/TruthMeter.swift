import MusterCore

/// How many tasks got a right answer, where the world knows more than what its verifier reports: the accepted answer
/// is right, or, where none was accepted, the last one.
struct TruthMeter: Sendable {
  private let world: any World
  private var right = 0
  private var isKnown = false

  init(world: any World) { self.world = world }

  /// - Parameter row: the agent of the task's last try; below zero for none.
  mutating func ended(_ task: TaskID, on row: Int32, _ engine: Engine) {
    guard row >= 0, let right = world.isRight(task, on: engine.pool.agents[Int(row)].id) else { return }
    isKnown = true
    if right { self.right += 1 }
  }

  func metrics(submitted: Double) -> [MetricValue] {
    isKnown && submitted > 0 ? [MetricValue("solvedPct", 100 * Double(right) / submitted)] : []
  }
}
