/// Which values of a metric are good.
public enum MetricDirection: Sendable, Equatable {
  /// More is better.
  case higher
  /// Less is better.
  case lower
  /// Neither: the metric describes.
  case none
}

/// The part of a report a metric is shown in; the order of the cases is the order of the parts.
public enum MetricGroup: String, Sendable, CaseIterable {
  case allocation = "Allocation and fragmentation"
  case outcome = "What became of the tasks"
  case cost = "Cost and reward"
  case latency = "Waiting and completion"
  case utilisation = "Utilisation and fairness"
  case flow = "Flow"
  case other = "Other metrics"
  case wallClock = "Wall clock of the run"
}

/// What a metric's name stands for.
public struct MetricInfo: Sendable, Equatable {
  /// The name used in files and on the command line.
  public var name: String
  /// The name in words, for headings.
  public var title: String
  /// The unit, empty for a bare number.
  public var unit: String
  /// Which values are good.
  public var direction: MetricDirection
  /// The part of a report it is shown in.
  public var group: MetricGroup
  /// One line that says what is counted over what.
  public var meaning: String

  /// Describes a metric.
  public init(
    name: String, title: String, unit: String, direction: MetricDirection, group: MetricGroup, meaning: String
  ) {
    self.name = name
    self.title = title
    self.unit = unit
    self.direction = direction
    self.group = group
    self.meaning = meaning
  }

  /// The best of these values; nil when the metric has no direction, or when there are not two different
  /// values: where all are alike none is the best.
  public func best(of values: [Double?]) -> Double? {
    let finite = values.compactMap { $0 }.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max(), least < most else { return nil }
    switch direction {
    case .higher: return most
    case .lower: return least
    case .none: return nil
    }
  }

  /// Whether a difference of this sign is an improvement; nil when the metric has no direction.
  public func isImprovement(_ difference: Double) -> Bool? {
    switch direction {
    case .higher: difference > 0
    case .lower: difference < 0
    case .none: nil
    }
  }

  /// Unit and direction in words: `in %, higher is better`; empty when there is neither.
  public var unitAndDirectionInWords: String {
    let words: String? =
      switch direction {
      case .higher: "higher is better"
      case .lower: "lower is better"
      case .none: nil
      }
    return [unit.isEmpty ? nil : "in \(unit)", words].compactMap { $0 }.joined(separator: ", ")
  }

  /// Unit and direction in short: `% ↑` where higher is better, `USD ↓` where lower is.
  public var unitAndDirection: String {
    let arrow =
      switch direction {
      case .higher: "↑"
      case .lower: "↓"
      case .none: ""
      }
    return [unit, arrow].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
