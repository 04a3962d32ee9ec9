import MusterCore

/// Outcomes by task and agent, every task with every agent.
struct OutcomeTable: Sendable {
  struct Cell: Sendable {
    var resolved = false
    /// Micro-dollars.
    var cost: Int64 = 0
    var turns: Int64 = 0
    var isKnown = false
  }

  /// In the order of the file.
  private(set) var agents: [String] = []
  /// Those that every agent tried, in the order of the file.
  private(set) var tasks: [String] = []
  /// By task and then agent.
  private(set) var cells: [Cell] = []
  /// Tasks that not every agent tried.
  private(set) var leftOut = 0

  /// US dollars; reservations of this much can be added up without overflow.
  private static let greatestCost = 1e6

  /// Reads the file. Throws where a pair stands there twice, or where no task was tried by all.
  init(path: String) throws(TraceError) {
    var reader = try OutcomeReader(path: path)
    // Looked up only.
    var agentOf: [String: Int] = [:]
    var taskOf: [String: Int] = [:]
    var rows: [[Cell]] = []
    var names: [String] = []
    while let record = try reader.next() {
      let agent = Self.index(of: record.agent, &agentOf, &agents)
      let task = Self.index(of: record.task, &taskOf, &names)
      if task == rows.count { rows.append([]) }
      while rows[task].count <= agent { rows[task].append(Cell()) }
      guard !rows[task][agent].isKnown else {
        throw TraceError(
          .malformed, file: reader.file, line: reader.line, column: .name("task"),
          found: "\"\(record.task)\" a second time for \"\(record.agent)\"", expected: "every pair once")
      }
      guard record.costUSD <= Self.greatestCost else {
        throw TraceError(
          .outOfRange, file: reader.file, line: reader.line, column: .name("cost_usd"),
          found: "\"\(record.costUSD)\"", expected: "at most \(Int(Self.greatestCost)) US dollars")
      }
      let cost = saturatedWhole(record.costUSD * 1e6)
      rows[task][agent] = Cell(resolved: record.resolved, cost: cost, turns: record.turns, isKnown: true)
    }
    for (name, row) in zip(names, rows) {
      if row.count == agents.count, row.allSatisfy(\.isKnown) {
        tasks.append(name)
        cells += row
      } else {
        leftOut += 1
      }
    }
    guard !tasks.isEmpty else {
      throw TraceError(
        .malformed, file: path, found: "no task that every one of \(agents.count) agents tried",
        expected: "at least one")
    }
  }

  private static func index(of name: String, _ known: inout [String: Int], _ names: inout [String]) -> Int {
    if let index = known[name] { return index }
    known[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
