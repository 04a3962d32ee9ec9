/// A router of a ``RoutingStudy``: how its scores are made, and what it may look at.
public enum RoutingRouter: String, CaseIterable, Sendable {
  case random, length, oracle
  case subjectMean = "subject-mean"
  case measures = "ridge-on-measures"
  case winRate = "win-rate"
  case qualityGap = "quality-gap"
  case nearest = "knn"
  case similarity
  case cluster = "cluster-mean"

  /// What it is, in a line.
  public var meaning: String {
    switch self {
    case .random: "a uniform draw"
    case .length: "the prompt's bytes"
    case .oracle: "the outcomes themselves"
    case .subjectMean: "the mean gain of the strong model by subject"
    case .measures: "ridge on lengths and counts alone"
    case .winRate: "ridge on hashed words, phrases, lengths and counts"
    case .qualityGap: "the same, on whether the strong model is better"
    case .nearest: "mean gain of the nearest prompts"
    case .similarity: "mean gain of all prompts, weighted by similarity"
    case .cluster: "mean gain by cluster"
    }
  }

  /// Which labels its scores come from.
  public var labels: String {
    switch self {
    case .random, .length: "none"
    case .oracle: "the tested prompts' own"
    case .subjectMean: "both models' on the other half, and the subjects"
    default: "both models' on the other half"
    }
  }
}
