/// `win-rate` and `quality-gap`: rules over rewards that are linear in the text; see ``LinearModel``.
enum LinearWords {
  private static let rate = Parameter(
    "rate", .number(0.0001...10), standard: .number(0.03), meaning: "How fast it learns: AdaGrad's step.")

  /// The dearer agent where its chance to do better is high enough: RouteLLM's rule, for any number of agents
  /// each beside the cheapest.
  static let winRate = Word.score(
    "win-rate",
    [
      Parameter(
        "threshold", .number(0...1), standard: .number(0.55),
        meaning: "The chance to do better than the cheapest agent from which it is worth the price."),
      .routingPrior, rate,
    ],
    meaning: "Chance to do better than the cheapest agent on such a text, less the threshold.",
    source: "RouteLLM, Ong et al., 2024; AdaGrad on hashed words and phrases",
    make: {
      .listScorer(
        RoutingScore(
          "win-rate", LinearModel(rate: $0.number("rate")),
          rule: .winRate(threshold: $0.number("threshold")), prior: $0.number("prior")))
    })

  /// The cheapest agent that is as good as the best but for a margin: HybridLLM's rule, for any number of
  /// agents. HybridLLM trains a classifier of that event; here it is judged by the two expected rewards.
  static let qualityGap = Word.score(
    "quality-gap",
    [
      Parameter(
        "margin", .number(0...1_000_000), standard: .number(0.1),
        meaning: "How much less reward than the best agent's is accepted for a lower price."),
      .routingPrior, rate,
    ],
    meaning: "The cheapest agent whose reward on such a text is within the margin of the best.",
    source: "HybridLLM, Ding et al., ICLR 2024; AdaGrad on hashed words and phrases",
    make: {
      .listScorer(
        RoutingScore(
          "quality-gap", LinearModel(rate: $0.number("rate")),
          rule: .cheapestWithin($0.number("margin")), prior: $0.number("prior")))
    })
}
