import MusterCore

/// Requests to models as columns, in the order of arrival.
struct ServingRequests: Sendable {
  /// Nanoseconds since the first request, as recorded.
  private(set) var times: [Nanoseconds] = []
  /// Tokens of the prompts.
  private(set) var prompts: [Int32] = []
  /// Tokens of the prompts that have to be prefilled.
  private(set) var fresh: [Int32] = []
  private(set) var answers: [Int32] = []
  /// The blocks of the prompts; empty where the trace knows none.
  private(set) var prefixes: [[UInt32]] = []

  var count: Int { times.count }

  /// Adds a request; throws where it has more tokens than a task can hold.
  mutating func append(
    at time: Nanoseconds, prompt: Int64, cached: Int64 = 0, answer: Int64, prefix: [UInt32] = [],
    file: String, line: Int
  ) throws(TraceError) {
    times.append(time)
    prompts.append(try Self.tokens(prompt, file, line))
    fresh.append(try Self.tokens(prompt - min(cached, prompt), file, line))
    answers.append(try Self.tokens(answer, file, line))
    prefixes.append(Array(prefix.prefix(Task.prefixLimit)))
  }

  private static func tokens(_ count: Int64, _ file: String, _ line: Int) throws(TraceError) -> Int32 {
    guard let tokens = Int32(exactly: count) else {
      throw TraceError(
        .outOfRange, file: file, line: line, found: "\(count) tokens in a request",
        expected: "at most \(Int32.max)")
    }
    return tokens
  }

  /// One line for people.
  func summary(_ settings: ServingSettings) -> String {
    let seconds = Instant(times.last ?? 0).seconds.rounded()
    return
      "\(count) requests in \(Int(min(seconds, 9e15))) s, \(settings.endpoints) endpoints with \(settings.slots) slots"
  }

  /// The requests as a workload: a seed moves arrivals where jitter is asked for, and orders equal endpoints.
  ///
  /// - Parameter cacheBlocks: blocks of prefixes that each endpoint keeps; zero for none.
  func workload(_ settings: ServingSettings, cacheBlocks: Int = 0, seed: UInt64) -> Workload {
    var workload = Workload(
      world: ServingWorld(
        rates: settings.rates, prompts: fresh, answers: answers, endpoints: settings.endpoints,
        cacheBlocks: cacheBlocks))
    workload.meters = [.service(Workload.ServiceLevel(firstToken: settings.firstToken))]
    workload.agents = settings.agents
    let times =
      settings.speedup == 1
      ? self.times : self.times.map { saturatedWhole(Double($0) / settings.speedup) }
    workload.arrivals = arrivals(of: times, jitter: settings.jitter, seed: seed).map { row, at in
      var task = Task(id: TaskID(UInt64(row) + 1), inputTokens: prompts[row], outputTokenLimit: answers[row])
      task.prefix = prefixes[row]
      if let deadline = settings.deadline { task.deadline = at + saturatedNanoseconds(deadline) }
      return Workload.Arrival(at: at, tasks: [task])
    }
    workload.engine.taskLimit = max(workload.engine.taskLimit, count)
    workload.engine.agentLimit = max(workload.engine.agentLimit, settings.endpoints)
    return workload
  }
}
