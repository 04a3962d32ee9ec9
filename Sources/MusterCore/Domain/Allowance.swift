/// How much work a lease allows, beyond the share in ``Lease/effort``. What is nil is left to the agent and to the
/// task as it was submitted.
public struct Allowance: Sendable, Equatable {
  /// Bounds the turns of the try.
  public var turns: TurnCap?
  /// Tries of the task in all, the ones before included; the task's own ``RetryRule/attempts`` hold as well. It holds
  /// for the task's later leases too, until one says otherwise.
  public var tries: Int32?
  /// Examples to put into the prompt.
  public var examples: Int32?
  /// For a run of a ballot: how many runs are asked at once.
  public var agents: Int32?
  /// For a run of a ballot: what its answer counts for in a weighted vote, 0...``Ballot/weightLimit``.
  public var weight: Double?
  /// For a run of a ballot: the disagreement from which on the reserve is asked, in place of ``Ask/doubt``; of several
  /// runs that say so, the mean.
  public var doubt: Double?

  public init(
    turns: TurnCap? = nil, tries: Int32? = nil, examples: Int32? = nil, agents: Int32? = nil,
    weight: Double? = nil, doubt: Double? = nil
  ) {
    self.turns = turns
    self.tries = tries
    self.examples = examples
    self.agents = agents
    self.weight = weight
    self.doubt = doubt
  }

  /// Nothing is said.
  public static let none = Allowance()

  /// What is wrong with it: the part and what was expected; nil if nothing is.
  var fault: (part: String, found: String, expected: String)? {
    if let turns, turns.limit < 1 || turns.extra < 0 || turns.notice < 0 {
      return ("turns", "\(turns)", "a limit of at least 1, an extension and a notice of at least 0")
    }
    if let tries, tries < 1 { return ("tries", "\(tries)", "at least 1") }
    if let examples, examples < 0 { return ("examples", "\(examples)", "at least 0") }
    if let agents, agents < 1 { return ("agents", "\(agents)", "at least 1") }
    if let weight, !(0...Ballot.weightLimit).contains(weight) {
      return ("weight", "\(weight)", "a number in 0...\(Ballot.weightLimit)")
    }
    if let doubt, !(doubt >= 0) { return ("doubt", "\(doubt)", "a number >= 0") }
    return nil
  }
}

/// How many turns a try may take (arXiv 2510.16786): a limit, a notice shortly before it, and perhaps one extension.
public struct TurnCap: Sendable, Equatable {
  /// Turns in the beginning, at least 1.
  public var limit: Int32
  /// Turns that are added, once, if progress shows when ``notice`` are left; 0 for no extension.
  public var extra: Int32
  /// From so many turns left on the agent is told, turn by turn, how many are left.
  public var notice: Int32

  public init(limit: Int32, extra: Int32 = 0, notice: Int32 = 3) {
    self.limit = limit
    self.extra = extra
    self.notice = notice
  }

  /// The most turns that the try can come to.
  public var most: Int32 {
    let (sum, overflows) = limit.addingReportingOverflow(extra)
    return overflows ? .max : sum
  }
}
