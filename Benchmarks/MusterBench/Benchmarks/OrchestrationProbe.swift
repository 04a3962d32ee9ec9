import MusterLab
import MusterLearning

/// Steps a second of the orchestration world in Swift: generated tasks, and everybody takes the first action that is
/// possible.
enum OrchestrationProbe {
  private static let trace = "generated?tasks=2000&agents=16&gpu=0.5"

  /// Arguments: how many copies, how many steps of each.
  static let probe = Probe("orchestration") { arguments in
    let load = try WorldLoad(arguments)
    let source = try OrchestrationSource(TraceCatalogue().open(trace))
    var world = try OrchestrationWorld(source, OrchestrationSettings(), copies: 0..<load.copies, seed: 1)
    let choices = world.actions
    var mask = [UInt8](repeating: 0, count: load.copies * world.agents * choices)
    return try load.run(&world) { world, _, actions in
      world.mask(into: &mask)
      for row in actions.indices {
        actions[row] = Int32((0..<choices).first { mask[row * choices + $0] != 0 } ?? 0)
      }
    }
  }
}
