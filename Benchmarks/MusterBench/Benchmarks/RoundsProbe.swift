import MusterCore
import MusterLab
import MusterMath
import MusterPolicy

/// Rounds of the Google trace under one policy, with others asked beside it.
enum RoundsProbe {
  /// Seconds between two rounds, and the most tasks that are placed together.
  static let round = 10
  static let limit = 4096
  /// Keys of the trace: the first hour and a half with all that was there before it began, which is more than there is
  /// room for; and what was submitted in the four hours, on machines that were idle before.
  static let windows = ["full": "until=5400", "light": "from=600"]

  /// Arguments: the directory, `full` or `light`, the sentence that decides, sentences that are asked beside it.
  static let replay = Probe("rounds") { arguments in
    guard arguments.count >= 3, let window = windows[arguments[1]] else {
      throw BenchError(found: "\(arguments)", expected: "DIRECTORY full|light SENTENCE [SENTENCE...]")
    }
    let trace = try TraceCatalogue().open(
      "google2011:\(arguments[0])?machines=12500&round=\(round)&\(window)")
    var workload = try trace.workload(seed: 42)
    workload.engine.batchLimit = limit
    let study = try RoundStudy(
      of: workload, deciding: arguments[2], beside: Array(arguments.dropFirst(3)),
      worth: BestFit(cpu: 1000),
      room: Demand(resources: Resources(cpuMilli: 250, memoryMiB: 16_384)), seed: 42)
    var result = Measurement()
    let times = study.seconds.sorted()
    let large = zip(study.seconds, study.sizes).filter { $0.1 >= 256 }.map(\.0).sorted()
    for (name, times) in [("", times), ("large", large)] {
      for (part, share) in [("p50Ms", 0.5), ("p99Ms", 0.99), ("maxMs", 1)] {
        result[name + part] = Quantile.of(sorted: times, share).map { $0 * 1000 }
      }
    }
    result["rounds"] = Double(times.count)
    result["largeRounds"] = Double(large.count)
    result["offered"] = Double(study.offered)
    result["placed"] = Double(study.outcome.placed)
    result["waiting"] = Double(study.outcome.waiting)
    result["meanWaitS"] = study.outcome.waited / Double(max(study.outcome.placed, 1))
    result["idle"] = study.outcome.idle
    result["room"] = study.outcome.room
    for (index, answers) in study.answers.enumerated() {
      result["placed.\(index)"] = Double(answers.placed)
      result["worth.\(index)"] = answers.worth / Double(max(answers.placed, 1))
    }
    return result
  }
}
