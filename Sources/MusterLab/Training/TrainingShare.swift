/// Methods that train on the first part of each trace.
extension TrainingGround {
  static let shareMeaning =
    "share of each trace's tasks that is trained on; the rest tests, unless there are traces to test on"
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
