/// One part of a sentence: what a word of the ``Catalogue`` makes.
public enum Stage: Sendable {
  case pairScreen(any PairScreen)
  case pairScorer(any PairScorer)
  case listScreen(any ListScreen)
  case listScorer(any ListScorer)
  case matcher(any Matcher)
  case effort(any EffortRule)
}
