import MusterMath

/// The client side of the gateway benchmark.
enum GatewayProbes {
  static let all = [load, openStreams, ready]

  /// Arguments: port, model, `plain` or `stream`, connections, seconds of warm-up, seconds.
  private static let load = Probe("chat-load") { arguments in
    guard arguments.count == 6, let port = Int(arguments[0]), let lines = Int(arguments[3]),
      let warmUp = Double(arguments[4]), let seconds = Double(arguments[5])
    else { throw BenchError(found: "\(arguments)", expected: "PORT MODEL plain|stream LINES WARMUP SECONDS") }
    let load = try await ChatLoad.run(
      port: port, model: arguments[1], streams: arguments[2] == "stream", lines: lines, warmUp: warmUp,
      seconds: seconds)
    var result = Measurement()
    result["perS"] = Double(load.latencies.count) / load.seconds
    result["p50Ms"] = Quantile.of(sorted: load.latencies, 0.5).map { $0 * 1e-6 }
    result["p99Ms"] = Quantile.of(sorted: load.latencies, 0.99).map { $0 * 1e-6 }
    result["firstP50Ms"] = Quantile.of(sorted: load.firstBytes, 0.5).map { $0 * 1e-6 }
    result["failures"] = Double(load.failures)
    result[word: "failure"] = load.failure.map { String($0.filter { !$0.isNewline }) }
    return result
  }

  /// Arguments: port, model, how many, the process whose memory is looked at.
  private static let openStreams = Probe("open-streams") { arguments in
    guard arguments.count == 4, let port = Int(arguments[0]), let count = Int(arguments[2]),
      let process = Int32(arguments[3])
    else { throw BenchError(found: "\(arguments)", expected: "PORT MODEL COUNT PROCESS") }
    let (before, with) = try await OpenStreams.run(
      port: port, model: arguments[1], count: count, process: process)
    var result = Measurement()
    result["beforeMiB"] = before
    result["withMiB"] = with
    return result
  }

  /// Arguments: port, path, seconds at most.
  private static let ready = Probe("await-http") { arguments in
    guard arguments.count == 3, let port = Int(arguments[0]), let seconds = Double(arguments[2]) else {
      throw BenchError(found: "\(arguments)", expected: "PORT PATH SECONDS")
    }
    try await Readiness.wait(port: port, path: arguments[1], seconds: seconds)
    return Measurement()
  }
}
