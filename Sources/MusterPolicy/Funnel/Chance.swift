/// How much chance the stages of a sentence bring in, for the propensity of what a matcher then chooses.
public enum Chance: Sendable, Equatable {
  /// None: the same frame gives the same candidates and scores whatever the seed.
  case none
  /// All scores are drawn alike, and no stage tells the candidates apart: any choice by score is uniform over
  /// ``Funnel/drawnFrom``.
  case uniform
  /// Drawn and other scores mixed, or a drawn part of the candidates: no closed form.
  case unknown
}
