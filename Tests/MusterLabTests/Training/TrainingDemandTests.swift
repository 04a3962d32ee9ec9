import MusterCore
import MusterLearning
import Testing

@testable import MusterLab

/// Traces and settings with which nothing would be learned.
@Suite("Training on nothing") struct TrainingDemandTests {
  /// The tiny trace without what its tasks ask for, or without what its agents have.
  private struct BareTrace: Trace {
    var spec = "bare"
    var summary: String { "a bare trace" }
    var asks = true
    var hasDevices = true

    func workload(seed: UInt64) -> Workload {
      var workload = TinyTrace().workload(seed: seed)
      for index in workload.agents.indices where !hasDevices { workload.agents[index].deviceCount = 0 }
      for arrival in workload.arrivals.indices where !asks {
        for task in workload.arrivals[arrival].tasks.indices {
          workload.arrivals[arrival].tasks[task].demand = Demand()
        }
      }
      return workload
    }
  }

  private func refusal(
    _ method: String, _ settings: [String], _ ground: TrainingGround
  ) -> TrainingSetupError? {
    do {
      _ = try TrainingMethod.named(method).trainer(settings: settings, on: ground)
      return nil
    } catch {
      return error as? TrainingSetupError
    }
  }

  @Test("is refused by all methods, which name the trace", arguments: TrainingMethod.all.map(\.name))
  func nothingIsAsked(method: String) {
    let bare = BareTrace(asks: false)
    for ground in [TrainingGround([TinyTrace(), bare]), TrainingGround([TinyTrace()], tests: [bare])] {
      let found = refusal(method, method == "roles" ? ["advice=0"] : [], ground)
      #expect(found?.part == "trace bare", "\(String(describing: found))")
      #expect(found?.found.hasPrefix("no task that asks for ") == true)
    }
  }

  @Test("is refused where placement has no devices to place on") func noDevices() {
    let found = refusal("placement", [], TrainingGround([BareTrace(hasDevices: false)]))
    #expect(found?.part == "trace bare" && found?.found == "no agent with devices")
    #expect(refusal("placement", [], TrainingGround([TinyTrace()])) == nil)
    // Shapes of processors and memory are enough for the others.
    #expect(refusal("vdn", [], TrainingGround([BareTrace(hasDevices: false)])) == nil)
  }

  private static let remembering = ["vdn", "qmix", "maddpg", "two-stage", "gmah", "material"]

  @Test("is refused where learning would never begin", arguments: remembering) func warmUp(method: String) {
    let ground = TrainingGround([TinyTrace()])
    #expect(
      refusal(method, ["memory=200", "warm-up=300", "batch=8"], ground)
        == TrainingSetupError(part: "key memory", found: "\"200\"", expected: "at least warm-up, 300"))
    let most = method == "material" ? 5000 : 8000
    #expect(
      refusal(method, ["warm-up=9000"], ground)
        == TrainingSetupError(part: "key warm-up", found: "\"9000\"", expected: "at most memory, \(most)"))
  }

  @Test("what was set is named, and not a default that does not go with it") func namesWhatWasSet() {
    let ground = TrainingGround([TinyTrace()])
    #expect(
      refusal("mappo", ["copies=4", "horizon=1"], ground)
        == TrainingSetupError(
          part: "key horizon", found: "\"1\"",
          expected: "at least 8 with 4 copies, for 8 minibatches of 4 frames or more"))
    #expect(
      refusal("mappo", ["copies=4", "horizon=2", "minibatches=3"], ground)
        == TrainingSetupError(
          part: "key minibatches", found: "\"3\"", expected: "at most 2, of 4 copies and a horizon of 2"))
    #expect(
      refusal("vdn", ["batch=100000"], ground)
        == TrainingSetupError(part: "key batch", found: "\"100000\"", expected: "at most memory, 8000"))
    #expect(
      refusal("vdn", ["copies=4000", "memory=3000"], ground)
        == TrainingSetupError(part: "key memory", found: "\"3000\"", expected: "at least copies, 4000"))
  }

  /// Gangs, tasks that wait for others and deadlines: each task comes for itself.
  @Test("placement takes the tasks of gangs one by one", arguments: ["0", "1"]) func gangs(varied: String)
    throws
  {
    let spec = "generated?tasks=300&agents=6&gpu=0.6&gangs=0.3&graphs=0.2&deadlines=0.5"
    let trace = try TraceCatalogue().open(spec)
    let tasks = try trace.workload(seed: 1000).arrivals.flatMap(\.tasks)
    #expect(tasks.contains { $0.gang != .none } && tasks.contains { !$0.dependencies.isEmpty })
    var trainer = try TrainingMethod.named("placement").trainer(
      settings: [
        "population=4", "cases=2", "scale=1", "evaluations=1", "widening=0", "varied=\(varied)",
      ], on: TrainingGround([trace]))
    _ = try trainer.learn(threads: 1)
    let found = try trainer.evaluate(threads: 1)
    let allocation = try #require(found.values.first { $0.name == "allocation" })
    #expect(allocation.value > 0 && allocation.value <= 100)
  }
}
