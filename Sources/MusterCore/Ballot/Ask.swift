/// How a task is put to several agents at once: each run is a task of its own, a copy of the first, and the task
/// ends with what the runs decide.
public struct Ask: Sendable, Equatable {
  /// How the runs decide.
  public var rule: BallotRule
  /// Ids for the runs, new and each once: one each, the reserve included. At most ``limit``.
  public var copies: [TaskID]
  /// How many runs are asked at first; the rest of ``copies`` is the reserve.
  public var first: Int32
  /// The disagreement, 0...1, from which on the reserve is asked before anything is decided; above 1 for never. See
  /// ``Ballot/disagreement``.
  public var doubt: Double

  /// The most runs of one task.
  public static let limit = 16

  /// - Parameter first: all of the copies unless it says otherwise.
  public init(_ rule: BallotRule, copies: [TaskID], first: Int? = nil, doubt: Double = .infinity) {
    self.rule = rule
    self.copies = copies
    self.first = Int32(clamping: first ?? copies.count)
    self.doubt = doubt
  }

  /// The ids of the runs that are asked at first.
  var asked: ArraySlice<TaskID> { copies.prefix(Int(first)) }

  /// What is wrong with it for a task of this id; nil if nothing is.
  func fault(of task: TaskID) -> (part: String, found: String, expected: String)? {
    guard (1...Ask.limit).contains(copies.count) else {
      return ("copies", "\(copies.count)", "1...\(Ask.limit) runs")
    }
    guard first >= 1, Int(first) <= copies.count else {
      return ("first runs", "\(first)", "1...\(copies.count), as many as there are copies")
    }
    for (index, copy) in copies.enumerated() where copy == task || copies[..<index].contains(copy) {
      return ("copies", "task \(copy) twice", "each run with an id of its own")
    }
    guard doubt >= 0 else { return ("doubt", "\(doubt)", "a number >= 0") }
    return nil
  }
}

/// How the runs of a task decide.
public enum BallotRule: UInt8, Sendable, Equatable, CaseIterable {
  /// The first success wins; the others are called off.
  case race
  /// The answer that most runs gave.
  case majority
  /// The answer with the most weight, each run counting as ``Allowance/weight`` says.
  case weighted
  /// Each run ranks answers, and the one that beats every other in pairs wins (Condorcet, 1785); where none does,
  /// the one that wins most pairs over those it loses (Copeland, 1951).
  case condorcet
}
