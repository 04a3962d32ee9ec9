/// The one list of words, and of shorthands for whole sentences. A new word is a file of its own and a line
/// here.
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
      Feasible.word, Skills.word, Top.word, Sample.word, Beacon.word,
      TopPScreen.word, Team.word, Predicted.word, Roles.word,
      RandomScore.word, LoadScore.least, LoadScore.most, Allocated.least, Allocated.most,
      BestFit.word, DotProduct.word, Packing.word, Clustering.word, Fragmentation.word,
      LearnedPlacement.word,
      FitToKind.word,
      Cheapest.word,
      Fastest.word,
      PrefixAffinity.word,
      FirstToken.word,
      LinUCB.word,
      LinearThompson.word,
      Thompson.word,
      UpperConfidence.word,
      Exp3.word,
      DynLin.word,
      SymphonyScore.word,
      Sentinel.word,
      LinearWords.winRate,
      LinearWords.qualityGap,
      LikenessWords.nearest,
      LikenessWords.similarity,
      LikenessWords.cluster,
      KnowledgeGradient.word,
      WorkerValue.word,
      Lagrange.word,
      TailScore.word,
      RobustScore.word,
      EngagementScore.word,
      Cascade.word,
      SelfVerifyingCascade.word,
      Best.word,
      RoundRobin.word,
      PowerOfTwo.word,
      Sampled.word,
      Explore.word,
      ExactAssignment.word,
      Auction.word,
      FlowMatch.word,
      Balance.word,
      StochasticBalanceMatch.word,
      OnDemand.word,
      Negotiate.word,
      Metaheuristic.word,
      TurnRule.word, AdaptiveEffort.word, KnapsackRule.word, ExampleRule.word, AskRule.word,
      VoteWeights.word, RiskGuardRule.word,
    ],
    shorthands: [
      Shorthand(
        "fgd", "feasible | fragmentation | best", meaning: "Fragmentation gradient descent.",
        source: "Weng et al., ATC'23"),
      Shorthand(
        "learned-placement", "feasible | learned-placement | best",
        meaning: "Placement as trained on traces, beyond fragmentation.", source: "muster train placement"),
      Shorthand(
        "best-fit", "feasible | best-fit | best", meaning: "Least CPU and devices left.",
        source: "baseline of Weng et al., ATC'23"),
      Shorthand(
        "dot-product", "feasible | dot-product | best", meaning: "Least alignment of left and wanted.",
        source: "baseline of Weng et al., ATC'23"),
      Shorthand(
        "packing", "feasible | packing | best", meaning: "Shared devices first, idle agents last.",
        source: "baseline of Weng et al., ATC'23"),
      Shorthand(
        "clustering", "feasible | clustering | best", meaning: "Like demands together.",
        source: "baseline of Weng et al., ATC'23"),
      Shorthand("random", "feasible | random | best", meaning: "Any agent that can.", source: "common"),
      Shorthand("round-robin", "feasible | round-robin", meaning: "Each in turn.", source: "common"),
      Shorthand(
        "least-loaded", "feasible | least-loaded | best", meaning: "The smallest dominant share taken.",
        source: "common"),
      Shorthand(
        "most-loaded", "feasible | most-loaded | best", meaning: "The largest dominant share taken.",
        source: "common"),
      Shorthand(
        "fewest-tasks", "feasible | least-loaded(by: tasks) | best", meaning: "The fewest tasks under lease.",
        source: "common"),
      Shorthand(
        "power-of-two", "feasible | least-loaded(by: tasks) | power-of-two",
        meaning: "Of two drawn agents the one with fewer tasks.", source: "Mitzenmacher, 2001"),
      Shorthand("cheapest", "feasible | cheapest | best", meaning: "The lowest price.", source: "common"),
      Shorthand(
        "fastest", "feasible | fastest | best", meaning: "The shortest expected time.", source: "common"),
      Shorthand(
        "prefix-affinity", "feasible | prefix | best", meaning: "Where the most of the prompt is cached.",
        source: "SGLang, Zheng et al., NeurIPS 2024"),
      Shorthand(
        "first-token", "feasible | first-token | best",
        meaning: "Where the answer should begin soonest.", source: "Mooncake, Qin et al., FAST 2025"),
      Shorthand(
        "fit-to-kind", "feasible | fit-to-kind | best", meaning: "The best past reward on this kind of task.",
        source: "Sutton and Barto, ch. 2"),
      Shorthand(
        "thompson", "feasible | thompson | best", meaning: "A draw from what is believed of each agent.",
        source: "Thompson, 1933"),
      Shorthand(
        "linucb", "feasible | linucb | best", meaning: "Optimism over what features tell.",
        source: "Li et al., WWW 2010"),
      Shorthand(
        "knowledge-gradient", "feasible | knowledge-gradient | best",
        meaning: "What a try teaches, over the tries that are left.", source: "Frazier et al., 2008"),
      Shorthand(
        "symphony-coord", "feasible | beacon | symphony | best | risk-guard",
        meaning: "The three that suit best, optimism over one model for all, a vote where there is risk.",
        source: "Symphony-Coord, arXiv 2602.00966"),
      Shorthand(
        "sentinel", "feasible | sentinel | best",
        meaning: "The best drawn chance of success by kind, with a watch for changes.",
        source: "Thompson, 1933; Besson and Kaufmann, 2019"),
      Shorthand(
        "hetero-select", "feasible | worker-value | sampled",
        meaning: "A draw by value, diversity, fairness and staleness of the workers.",
        source: "HeteRo-Select, arXiv 2508.06692"),
      Shorthand(
        "kubernetes-least-allocated", "feasible | least-allocated | best",
        meaning: "The most CPU and memory left.", source: "kube-scheduler, NodeResourcesFit"),
      Shorthand(
        "kubernetes-most-allocated", "feasible | most-allocated | best",
        meaning: "The least CPU and memory left.", source: "kube-scheduler, NodeResourcesFit"),
    ])
}
