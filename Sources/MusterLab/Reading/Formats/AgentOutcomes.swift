/// How one agent did on one task of SWE-bench.
public struct OutcomeRecord: Equatable, Sendable {
  public var agent: String
  public var task: String
  public var resolved: Bool
  /// What the run cost, in US dollars.
  public var costUSD: Double
  /// Calls of the model.
  public var turns: Int64

  /// A record of the given values.
  public init(
    agent: String, task: String, resolved: Bool, costUSD: Double, turns: Int64
  ) {
    self.agent = agent
    self.task = task
    self.resolved = resolved
    self.costUSD = costUSD
    self.turns = turns
  }
}

/// Reads agents' outcomes: `agent, task, resolved, cost_usd, turns`, by name and in any order.
///
/// Per row: agent and task are not empty, resolved is 0 or 1, cost and turns are not below zero.
public struct OutcomeReader: RecordReader, ~Copyable {
  private var csv: CSVReader
  private let at: Columns
  private var cache = StringCache()

  /// Opens `path` and finds the columns. Throws what ``CSVReader`` throws.
  public init(path: String) throws(TraceError) {
    let csv = try CSVReader(path: path)
    at = try Columns(of: csv)
    self.csv = csv
  }

  public var file: String { csv.file }
  public var line: Int { csv.line }

  public mutating func next() throws(TraceError) -> OutcomeRecord? {
    guard try csv.advance() else { return nil }
    return OutcomeRecord(
      agent: try csv.name(at.agent, sharedBy: &cache), task: try csv.name(at.task, sharedBy: &cache),
      resolved: try csv.flag(at.resolved),
      costUSD: try csv.number(at.cost, in: 0...Double.greatestFiniteMagnitude),
      turns: try csv.wholeNumber(at.turns, in: 0 ... .max))
  }
}

/// Where the columns are.
private struct Columns {
  let agent, task, resolved, cost, turns: Int

  init(of csv: borrowing CSVReader) throws(TraceError) {
    agent = try csv.column("agent")
    task = try csv.column("task")
    resolved = try csv.column("resolved")
    cost = try csv.column("cost_usd")
    turns = try csv.column("turns")
  }
}
