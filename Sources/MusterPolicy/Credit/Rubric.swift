import MusterCore
import MusterMath

/// A rubric as people declare it: one criterion a line (or between semicolons), with what it rests on.
///
///     foundation correct 2
///     bonus clear 1 on correct weak
///     trigger refused
///     penalty rude -1 on refused
///
/// Kind, name, weight (a trigger has none), and after `on` the criteria that it rests on, with `weak` (the standard),
/// `strong` or `trigger` (the standard after a trigger). The grades that a report brings are matched by name; a
/// criterion without a grade counts as not met. What the score is: ``RubricGraph``.
public struct Rubric: Sendable, Equatable, CustomStringConvertible {
  /// What is wrong with a rubric, and in which line.
  public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Reason: Sendable, Equatable {
      case empty
      case unexpected(found: String, expected: String)
      case unknown(what: String, name: String, nearest: String?)
      case repeated(String)
      /// Criteria that rest on each other, each on the one before it and the first on the last.
      case cycle([String])
      /// What the graph refuses.
      case graph(String)
    }
    public var reason: Reason
    /// From 1; 0 for the rubric as a whole.
    public var line: Int

    public init(_ reason: Reason, line: Int) { (self.reason, self.line) = (reason, line) }

    public var description: String { (line > 0 ? "rubric, line \(line): " : "rubric: ") + explanation }

    private var explanation: String {
      switch reason {
      case .empty: "it has no criteria, expected lines such as \"foundation correct 2\""
      case .unexpected(let found, let expected): "found \(found), expected \(expected)"
      case .unknown(let what, let name, let nearest):
        "unknown \(what) \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
      case .repeated(let name): "\"\(name)\" is declared twice"
      case .cycle(let names):
        "the criteria \((names + names.prefix(1)).joined(separator: " > ")) rest on each other; drop one of these edges"
      case .graph(let fault): fault
      }
    }
  }

  public let description: String
  /// The criteria's names, in their order.
  public let names: [String]
  public let graph: RubricGraph

  /// How many criteria there may be.
  public static let limit = Grade.limit

  /// Reads a rubric.
  public init(_ text: String) throws(Fault) {
    var reader = RubricReader()
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0.isNewline || $0 == ";" }) {
      number += 1
      let words = line.replacing(",", with: " , ").split(whereSeparator: \.isWhitespace).map(String.init)
      if !words.isEmpty, !words[0].hasPrefix("#") { try reader.read(words, line: number) }
    }
    names = reader.criteria.map(\.name)
    graph = try reader.graph()
    description = text
  }

  /// Between which bounds scores lie.
  var range: Interval { Interval(graph.scoreRange.lowerBound, graph.scoreRange.upperBound) }

  /// O(criteria * grades + edges).
  func score(of grades: [Grade]) -> Double {
    graph.score { index in grades.first { $0.name == names[index] }?.value ?? 0 }
  }

  /// Whether any criterion has a grade.
  func isGraded(by grades: [Grade]) -> Bool { grades.contains { names.contains($0.name) } }
}

/// Gathers the lines of a rubric.
private struct RubricReader {
  struct Criterion {
    var name: String
    var line: Int
    var criterion: RubricGraph.Criterion
    var restsOn: [(name: String, strength: RubricGraph.Strength?)] = []
  }
  var criteria: [Criterion] = []

  private static let kinds = ["foundation", "bonus", "penalty", "trigger"]
  private static let strengths: [(name: String, strength: RubricGraph.Strength)] = [
    ("weak", .weak), ("strong", .strong), ("trigger", .trigger),
  ]

  mutating func read(_ words: [String], line: Int) throws(Rubric.Fault) {
    guard let kind = RubricGraph.Kind(rawValue: words[0]) else {
      throw unknown("kind of criterion", words[0], Self.kinds, line)
    }
    guard words.count > 1, words[1] != "on" else { throw missing("a name after \"\(words[0])\"", line) }
    let name = words[1]
    guard !criteria.contains(where: { $0.name == name }) else { throw .init(.repeated(name), line: line) }
    guard criteria.count < Rubric.limit else { throw missing("at most \(Rubric.limit) criteria", line) }
    var at = 2
    var weight = 0.0
    if at < words.count, words[at] != "on" {
      guard let number = Double(words[at]), number.isFinite, number.magnitude <= 1e6 else {
        throw .init(.unexpected(found: "\"\(words[at])\"", expected: "the weight, a number"), line: line)
      }
      weight = number
      at += 1
    } else if kind != .trigger {
      throw missing("the weight of \"\(name)\"", line)
    }
    var read = Criterion(name: name, line: line, criterion: .init(kind, weight: weight))
    if at < words.count {
      guard words[at] == "on" else {
        throw .init(
          .unexpected(found: "\"\(words[at])\"", expected: "\"on\" or the end of the line"), line: line)
      }
      let parts = words[(at + 1)...].split(separator: ",", omittingEmptySubsequences: false)
      for part in parts { read.restsOn.append(try edge(Array(part), line)) }
    }
    criteria.append(read)
  }

  private func edge(_ words: [String], _ line: Int) throws(Rubric.Fault) -> (
    name: String, strength: RubricGraph.Strength?
  ) {
    guard let name = words.first else { throw missing("the name of a criterion after \"on\"", line) }
    guard words.count > 1 else { return (name, nil) }
    guard words.count == 2 else {
      throw .init(.unexpected(found: "\"\(words[2])\"", expected: "\",\" or the end of the line"), line: line)
    }
    guard let strength = Self.strengths.first(where: { $0.name == words[1] }) else {
      throw unknown("strength", words[1], Self.strengths.map(\.name), line)
    }
    return (name, strength.strength)
  }

  func graph() throws(Rubric.Fault) -> RubricGraph {
    guard !criteria.isEmpty else { throw .init(.empty, line: 0) }
    let names = criteria.map(\.name)
    var edges: [RubricGraph.Edge] = []
    var lines: [Int] = []
    for (to, criterion) in criteria.enumerated() {
      for edge in criterion.restsOn {
        guard let from = names.firstIndex(of: edge.name) else {
          throw unknown("criterion", edge.name, names, criterion.line)
        }
        let standard: RubricGraph.Strength = criteria[from].criterion.kind == .trigger ? .trigger : .weak
        edges.append(.init(from: from, to: to, edge.strength ?? standard))
        lines.append(criterion.line)
      }
    }
    do {
      return try RubricGraph(criteria: criteria.map(\.criterion), edges: edges)
    } catch {
      throw fault(error, names, lines)
    }
  }

  private func fault(_ fault: RubricGraph.Fault, _ names: [String], _ lines: [Int]) -> Rubric.Fault {
    switch fault {
    case .cycle(let edge, let path): .init(.cycle(path.map { names[$0] }), line: lines[edge])
    case .badWeight(let index, let found):
      .init(
        .unexpected(
          found: "the weight \(found) of \"\(names[index])\"",
          expected: "one of at least 0: only a penalty takes away"), line: criteria[index].line)
    case .badEdge(let edge, let from, let to):
      .init(
        .unexpected(
          found: "a \(to.rawValue) that rests on a \(from.rawValue)",
          expected: "what rests on a foundation, or a bonus or penalty on a trigger"), line: lines[edge])
    case .noPositiveWeight, .noSuchCriterion: .init(.graph("\(fault)"), line: 0)
    }
  }

  private func missing(_ what: String, _ line: Int) -> Rubric.Fault {
    .init(.unexpected(found: "the end", expected: what), line: line)
  }

  private func unknown(_ what: String, _ name: String, _ known: [String], _ line: Int) -> Rubric.Fault {
    .init(.unknown(what: what, name: name, nearest: EditDistance.nearest(to: name, among: known)), line: line)
  }
}
