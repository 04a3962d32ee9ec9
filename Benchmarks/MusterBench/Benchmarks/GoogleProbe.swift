import MusterCore
import MusterLab
import MusterPolicy

/// Reads the Google trace, and replays it.
enum GoogleProbe {
  /// Arguments: the directory.
  static let stream = Probe("google-stream") { arguments in
    let watch = Stopwatch()
    var reader = try GoogleTaskEventReader(path: try directory(arguments))
    var rows = 0
    var times: UInt64 = 0
    var processors = 0.0
    var events = Array(repeating: 0, count: GoogleEvent.allCases.count)
    while let record = try reader.next() {
      rows += 1
      times &+= UInt64(record.timeMicroseconds)
      processors += record.cpu ?? 0
      events[Int(record.event.rawValue)] += 1
    }
    let seconds = watch.seconds
    var result = Measurement()
    result["perS"] = Double(rows) / seconds
    result["peakMiB"] = Memory.peakMiB
    let counts = events.map { "\($0)" }.joined(separator: " ")
    // The sum of processors as bits: both sides add in the order of the rows.
    result[word: "sums"] = "\(rows) rows: \(counts), \(times), \(String(processors.bitPattern, radix: 16))"
    return result
  }

  /// Arguments: the directory.
  static let replay = Probe("google-replay") { arguments in
    let directory = try directory(arguments)
    var result = Measurement()
    guard TraceCatalogue().schemes.contains(where: { $0.name == "google2011" }) else {
      result[word: "skipped"] = "the lab has no google2011 trace yet"
      return result
    }
    let reading = Stopwatch()
    let workload = try TraceCatalogue().open("google2011:\(directory)").workload(seed: 42)
    result["readS"] = reading.seconds
    let running = Stopwatch()
    var simulation = Simulation(workload: workload, policy: try Sentence.parse("least-loaded"), seed: 42)
    var nobody = Unobserved()
    try simulation.run(&nobody)
    let seconds = running.seconds
    result["runS"] = seconds
    result["tasks"] = Double(workload.taskCount)
    result["agents"] = Double(workload.agents.count)
    result["requests"] = Double(simulation.requests)
    result["tasksPerS"] = Double(workload.taskCount) / seconds
    result["peakMiB"] = Memory.peakMiB
    return result
  }

  private static func directory(_ arguments: [String]) throws -> String {
    guard arguments.count == 1 else { throw BenchError(found: "\(arguments)", expected: "DIRECTORY") }
    return arguments[0]
  }
}
