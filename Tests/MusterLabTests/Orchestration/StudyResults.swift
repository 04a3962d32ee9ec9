import Foundation
import MusterMath

@testable import MusterLab

/// What the runs of a study gave, by name and seed, kept in a file of tab-separated values with a heading, which is added
/// to.
struct StudyResults {
  /// The values of a run in the order of the table; the mean over its episodes where an episode has one.
  private enum Column: Int, CaseIterable {
    case composite, utilisation, latency, latency99, convergence, returnVariation, loadVariation, fairness

    var digits: Int {
      switch self {
      case .composite: 4
      case .utilisation, .returnVariation, .loadVariation, .fairness: 3
      case .latency: 2
      case .latency99: 1
      case .convergence: 0
      }
    }
  }

  /// A line that is no run of a study.
  struct Malformed: Error {
    let file: String
    let line: String
  }

  private static let heading = (["name", "seed"] + Column.allCases.map { "\($0)" }).joined(separator: "\t")

  /// By name, then seed; NaN where a run has no such value, as rules have no training.
  private var runs: [String: [UInt64: [Double]]] = [:]
  private let file: URL?

  /// With what stands in `file`, if it is there.
  init(_ file: URL?) throws {
    self.file = file
    guard let file, FileManager.default.fileExists(atPath: file.path) else { return }
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    where line != Self.heading {
      let fields = line.split(separator: "\t").map(String.init)
      let values = fields.dropFirst(2).compactMap(Double.init)
      guard values.count == Column.allCases.count, let seed = UInt64(fields[1]) else {
        throw Malformed(file: file.path, line: String(line))
      }
      runs[fields[0], default: [:]][seed] = values
    }
  }

  func has(_ name: String, _ seed: UInt64) -> Bool { runs[name]?[seed] != nil }

  mutating func add(_ name: String, _ seed: UInt64, _ run: OrchestrationStudy.Run) throws {
    let values = Column.allCases.map { Self.value($0, run) }
    runs[name, default: [:]][seed] = values
    guard let file else { return }
    if !FileManager.default.fileExists(atPath: file.path) {
      try Data((Self.heading + "\n").utf8).write(to: file)
    }
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    try handle.seekToEnd()
    let fields = [name, "\(seed)"] + values.map { "\($0)" }
    try handle.write(contentsOf: Data((fields.joined(separator: "\t") + "\n").utf8))
  }

  private static func value(_ column: Column, _ run: OrchestrationStudy.Run) -> Double {
    func mean(_ value: (OrchestrationMeasures) -> Double) -> Double {
      RunningMoments(run.measures.map(value)).mean
    }
    return switch column {
    case .composite: run.composite
    case .utilisation: mean(\.utilisation)
    case .latency: mean(\.latency)
    case .latency99: mean(\.latency99)
    case .convergence: run.convergence ?? .nan
    case .returnVariation: run.returnVariation ?? .nan
    case .loadVariation: mean(\.loadVariation)
    case .fairness: mean(\.fairness)
    }
  }

  /// Means over seeds with half widths of 95 % intervals: the composite, what `roles` has more where it ran on these
  /// seeds (paired), and the measures.
  func line(_ name: String, _ seeds: [UInt64]) -> String {
    func values(_ name: String, _ column: Column) -> [Double] {
      seeds.compactMap { runs[name]?[$0]?[column.rawValue] }
    }
    func text(_ summary: Summary, _ digits: Int) -> String {
      String(format: "%.\(digits)f±%.\(digits)f", summary.mean, summary.halfWidth)
    }
    var columns = Column.allCases.map { column in
      let found = values(name, column).filter { !$0.isNaN }
      return found.isEmpty ? "" : text(Summary(found), column.digits)
    }
    let isPaired = seeds.allSatisfy { has(name, $0) && has("roles", $0) }
    let (own, roles) = (values(name, .composite), values("roles", .composite))
    columns.insert(isPaired ? text(Summary.paired(roles, minus: own), 4) : "", at: 1)
    return "| \(name) | " + columns.joined(separator: " | ") + " |"
  }
}
