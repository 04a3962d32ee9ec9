import MusterCore

/// How a task is put to several agents, as it was submitted.
struct AskDraft: Sendable {
  /// How many are asked at once.
  var agents: Int
  var rule: BallotRule
  /// How many more are asked where the answers disagree.
  var reserve: Int
  /// The disagreement from which on they are.
  var doubt: Double

  /// How many runs there may be.
  var count: Int { agents + reserve }

  /// The doubt that is meant where none is given: Symphony-Coord's, for a task that would do no other harm.
  static let standardDoubt = 0.45

  /// Reads it; what is wrong is noted in the fields.
  init(_ fields: inout JSONFields) {
    agents = Int(fields.integer("agents", in: 1...Int64(Ask.limit)) ?? 3)
    let rules = BallotRule.allCases.map { "\($0)" }
    let name = fields.string("rule", longest: 40) ?? "majority"
    if !rules.contains(name) { fields.problem("rule", "expected one of \(rules.joined(separator: ", "))") }
    rule = BallotRule.allCases.first { "\($0)" == name } ?? .majority
    reserve = Int(fields.integer("reserve", in: 0...Int64(Ask.limit - 1)) ?? 0)
    doubt = fields.number("doubt", in: 0...1) ?? Self.standardDoubt
    if count > Ask.limit {
      fields.problem("reserve", "expected at most \(Ask.limit) with the agents, found \(count)")
    }
    if fields.has("doubt"), reserve == 0 {
      fields.problem("doubt", "expected a reserve that could be asked")
    }
  }

  /// The same for the engine; the runs have the numbers after the task's own.
  func ask(after task: TaskID) -> Ask {
    Ask(
      rule, copies: (1...UInt64(count)).map { TaskID(task.rawValue + $0) }, first: agents,
      doubt: reserve > 0 ? doubt : .infinity)
  }
}
