/// What a paired difference says of a policy beside the first one.
enum Verdict: Equatable {
  /// The interval leaves zero out, on the good side.
  case better
  /// The interval leaves zero out, on the bad side.
  case worse
  /// The interval leaves zero out, and the metric has no good side.
  case different
  /// The interval holds zero, or there is none.
  case open
  /// There is nothing to compare.
  case absent

  init(_ difference: PairedDifference?, _ info: MetricInfo) {
    guard let difference else {
      self = .absent
      return
    }
    guard difference.excludesZero else {
      self = .open
      return
    }
    switch info.isImprovement(difference.mean) {
    case true?: self = .better
    case false?: self = .worse
    case nil: self = .different
    }
  }

  /// A sign for it, one cell wide; never colour alone.
  var mark: String {
    switch self {
    case .better: "✓"
    case .worse: "✗"
    case .different: "≠"
    case .open: "~"
    case .absent: " "
    }
  }
}
