/// The one list of words, and of shorthands for whole sentences. A new word is a file of its own and a line here.
public struct Catalogue: Sendable {
  public var words: [Word]
  public var shorthands: [Shorthand]

  public init(words: [Word], shorthands: [Shorthand]) {
    self.words = words
    self.shorthands = shorthands
  }

  public func word(_ name: String) -> Word? { words.first { $0.name == name } }
  public func shorthand(_ name: String) -> Shorthand? { shorthands.first { $0.name == name } }

  /// The words that come with Muster.
  public static let standard = Catalogue(
    words: [
      Feasible.word,
      LoadScore.least, LoadScore.most, Fragmentation.word, RandomScore.word,
      Best.word,
    ],
    shorthands: [
      Shorthand(
        "fgd", "feasible | fragmentation | best", meaning: "Least growth of fragmentation.",
        source: "Weng et al., ATC'23"),
      Shorthand("random", "feasible | random | best", meaning: "Any agent that can.", source: "common"),
      Shorthand(
        "least-loaded", "feasible | least-loaded | best", meaning: "The agent with the least load.",
        source: "common"),
      Shorthand(
        "most-loaded", "feasible | most-loaded | best", meaning: "The agent with the most load.",
        source: "common"),
    ])
}
