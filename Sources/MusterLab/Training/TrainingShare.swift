/// Methods that train on the first part of each trace.
extension TrainingGround {
  static let shareMeaning =
    "share of each trace's tasks that is trained on; the rest tests, unless there are traces to test on"

  /// What is trained on and what is tested on, both in whole. Throws ``TrainingSetupError`` where nothing can be learned
  /// from a part of it.
  func sources(
    trainingShare share: Double
  ) throws -> (training: [OrchestrationSource], tests: [OrchestrationSource]) {
    let parts = [0...share] + (tests.isEmpty ? [share...1] : [])
    return (
      try traces.map { try OrchestrationSource($0, asking: parts) },
      try tests.map { try OrchestrationSource($0, asking: [0...1]) }
    )
  }
}

extension TraceSpec {
  /// Throws where a method would train on all of its traces and have nothing to be tested on.
  func checkHeldOut(_ share: TraceKey<Double>, _ ground: TrainingGround) throws(TraceSpecError) {
    let trained = try value(share)
    if ground.tests.isEmpty && trained >= 1 {
      throw clash(share, expected: "less than 1, so that something is left to test on, or --test-trace")
    }
  }
}
