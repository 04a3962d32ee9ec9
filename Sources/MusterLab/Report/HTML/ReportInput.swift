/// A policy and the sentence that defines it.
public struct PolicySentence: Sendable, Equatable {
  /// The name used in the results.
  public var name: String
  /// The sentence, such as `feasible | fragmentation | best`; the same as the name where it has none.
  public var sentence: String

  /// Pairs a name with its sentence.
  public init(name: String, sentence: String) {
    self.name = name
    self.sentence = sentence
  }
}

/// One line of a report's generation details, such as the version or the hash of the trace.
public struct ReportDetail: Sendable, Equatable {
  /// What the line is about.
  public var name: String
  /// What is to be said.
  public var value: String

  /// A line of details.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// All that an HTML report says. The same input gives the same bytes: there is no date and no machine in it
/// unless the caller puts them into the details.
public struct ReportInput: Sendable {
  /// The heading.
  public var title: String
  /// The command line that makes this report again.
  public var command: String
  /// What was found.
  public var comparison: ComparisonResult
  /// The sentences of the policies; a policy without one is its own sentence.
  public var policies: [PolicySentence]
  /// The metrics drawn first, a plot each; nil for those the catalogue leads with.
  public var headlines: [String]?
  /// What the reader should know, a paragraph each.
  public var notes: [String]
  /// How the report came about.
  public var details: [ReportDetail]
  /// Whether to show the wall-clock figures, which make the report differ from run to run.
  public var includesWallClock: Bool

  /// Gathers what a report says.
  public init(
    title: String, command: String, comparison: ComparisonResult, policies: [PolicySentence] = [],
    headlines: [String]? = nil, notes: [String] = [], details: [ReportDetail] = [],
    includesWallClock: Bool = false
  ) {
    self.title = title
    self.command = command
    self.comparison = comparison
    self.policies = policies
    self.headlines = headlines
    self.notes = notes
    self.details = details
    self.includesWallClock = includesWallClock
  }
}
