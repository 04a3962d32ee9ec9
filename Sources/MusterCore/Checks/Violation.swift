/// Something that must hold of every state and does not: a defect of the engine, never of a request.
public struct Violation: Sendable, Equatable, CustomStringConvertible {
  public var rule: InvariantRule
  /// Which task, agent, tenant or column.
  public var place: String
  public var found: String
  public var expected: String

  public init(_ rule: InvariantRule, _ place: String, found: String, expected: String) {
    self.rule = rule
    self.place = place
    self.found = found
    self.expected = expected
  }

  public var description: String { "\(rule.rawValue): \(place): found \(found), expected \(expected)" }
}

/// What must hold between any two requests.
public enum InvariantRule: String, Sendable, CaseIterable {
  /// A living task waits, backs off, is queued or is with one agent: one of these and only once.
  case noTaskLost = "no task lost"
  case endedOnce = "each task ends once"
  /// Capacity is what is free and what is leased, in every lane and on every device; nothing is below zero.
  case capacityAddsUp = "capacity adds up"
  case slotsKept = "slots within concurrency"
  case absentHoldNothing = "who left holds nothing"
  case reservesAddUp = "reserves add up"
  case budgetKept = "spent and reserved within budget"
  /// Of the living members of a gang all hold leases or none does.
  case gangsWhole = "gangs whole"
  /// A task that asks several has at least one run out and is undecided; a run's task is alive with it.
  case ballotsOpen = "ballots open"
  case dependenciesHold = "dependencies hold"
  case usageAddsUp = "tenants' usage adds up"
  case queueCounts = "queue counts right"
  case timersSet = "timers set"
  case leasesUnique = "leases unique"
  /// A map or list beside the table agrees with it.
  case indexAgrees = "index agrees"
}
