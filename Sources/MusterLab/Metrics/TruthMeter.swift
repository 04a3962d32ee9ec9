import MusterCore

/// How many tasks got a right answer, where the world knows more than what its verifier reports: the accepted answer
/// is right, or, where none was accepted, the last one.
struct TruthMeter: Sendable {
  private let world: any World
  private var right = 0
  private var isKnown = false

  init(world: any World) { self.world = world }

  /// - Parameters:
  ///   - record: what is known of the task; its agent is the one of the last try.
  ///   - ending: how it ended. A last try that a cap on its turns cut short brought no answer.
  mutating func ended(_ ending: Ending, _ record: TaskRecord, _ engine: Engine) {
    guard record.agent >= 0,
      let right = world.isRight(ending.task, on: engine.pool.agents[Int(record.agent)].id)
    else { return }
    isKnown = true
    let limit = record.allowance.turns?.limit ?? .max
    let isCut = ending.end != .succeeded && (ending.turns ?? 0) >= limit
    if right && !isCut { self.right += 1 }
  }

  func metrics(submitted: Double) -> [MetricValue] {
    isKnown && submitted > 0 ? [MetricValue("solvedPct", 100 * Double(right) / submitted)] : []
  }
}
