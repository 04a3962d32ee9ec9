import MusterLab
import MusterLearning

/// Makes the copies of the given numbers under a seed, each at the start of its first episode.
typealias WorldMaker = @Sendable (Range<Int>, UInt64) throws(DoorError) -> any VectorWorld

/// A world that can be opened by name. Another one is an entry of ``all``.
struct WorldKind: Sendable {
  let name: String
  /// Reads the settings that are the world's own.
  let maker: @Sendable (inout WorldSettings) throws(DoorError) -> WorldMaker

  static let all = [
    WorldKind(name: "simple_spread") { settings throws(DoorError) in
      let agents = try settings.value("agents", 3, in: 1...64)
      let (ratio, length) = try particles(&settings)
      return { SimpleSpread(copies: $0, agents: agents, localRatio: ratio, length: length, seed: $1) }
    },
    WorldKind(name: "simple_reference") { settings throws(DoorError) in
      let (ratio, length) = try particles(&settings)
      return { SimpleReference(copies: $0, localRatio: ratio, length: length, seed: $1) }
    },
    WorldKind(name: "orchestration") { settings throws(DoorError) in try orchestration(&settings) },
  ]

  /// Reads the trace once, whatever seeds come.
  private static func orchestration(_ settings: inout WorldSettings) throws(DoorError) -> WorldMaker {
    let trace = settings.text("trace", "generated?tasks=2000&agents=16&gpu=0.5")
    let first = try settings.value("from", 0.0, in: 0...1)
    let last = try settings.value("to", 1.0, in: first...1)
    var sizes = OrchestrationSettings(
      nodes: try settings.value("nodes", 12, in: 2...256),
      storage: try settings.value("storage", 4, in: 1...32),
      schedulers: try settings.value("schedulers", 4, in: 1...16),
      steps: try settings.value("epochs", 120, in: 2...10_000),
      load: try settings.value("load", 0.95, in: 0.01...50),
      churn: try settings.value("churn", 0.4, in: 0...10),
      localWeight: try settings.value("local-weight", 0.5, in: 0...1))
    sizes.mostSteps = try settings.value("length", 1000, in: 1...1_000_000_000)
    let plan = settings.text("faults", "")
    if !plan.isEmpty {
      do throws(FaultError) {
        try sizes.take(faults: plan)
      } catch {
        throw .setting(
          "setting faults: fault \"\(error.text)\"", found: error.found, expected: error.expected)
      }
    }
    let world = sizes
    let source: OrchestrationSource
    do {
      source = try OrchestrationSource(TraceCatalogue().open(trace)).part(first...last)
    } catch {
      throw .trace("\(error)")
    }
    return { copies, seed throws(DoorError) in
      do {
        return try OrchestrationWorld(source, world, copies: copies, seed: seed)
      } catch {
        throw .trace("\(error)")
      }
    }
  }

  /// The settings that both worlds of particles have.
  private static func particles(_ settings: inout WorldSettings) throws(DoorError) -> (Double, Int) {
    (
      try settings.value("local-ratio", 0.5, in: 0...1),
      try settings.value("length", 25, in: 1...1_000_000_000)
    )
  }
}
