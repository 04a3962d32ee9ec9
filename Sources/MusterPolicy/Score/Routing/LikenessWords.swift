/// `knn`, `similarity` and `cluster-mean`: the reward expected from what agents earned on like texts. The
/// price does not count; `cheapest(weight: ...)` beside them sets it off, at so many units of reward a
/// micro-dollar.
enum LikenessWords {
  private static let memory = Parameter(
    "memory", .integer(1...65_536), standard: .integer(4096),
    meaning: "How many of the latest outcomes are searched, 1 KiB each.")

  static let nearest = Word.score(
    "knn",
    [
      Parameter(
        "k", .integer(1...1024), standard: .integer(32), meaning: "How many of the nearest outcomes count."),
      memory, .routingPrior,
    ],
    meaning: "Mean reward of the agent on the most similar texts.",
    source: "Cover and Hart, 1967; RouterBench, Hu et al., 2024",
    make: {
      .listScorer(
        RoutingScore(
          "knn", NeighbourModel(.nearest($0.integer("k")), capacity: $0.integer("memory")),
          prior: $0.number("prior")))
    })

  static let similarity = Word.score(
    "similarity",
    [
      Parameter(
        "base", .number(1...1_000_000_000), standard: .number(10_000),
        meaning: "How much more the same text counts than one that has nothing in common."),
      memory, .routingPrior,
    ],
    meaning: "Mean reward of the agent on all texts remembered, weighted by similarity.",
    source: "similarity-weighted ranking of RouteLLM, Ong et al., 2024",
    make: {
      .listScorer(
        RoutingScore(
          "similarity",
          NeighbourModel(.weighted(base: $0.number("base")), capacity: $0.integer("memory")),
          prior: $0.number("prior")))
    })

  static let cluster = Word.score(
    "cluster-mean",
    [
      Parameter("k", .integer(1...1024), standard: .integer(32), meaning: "How many clusters."),
      .routingPrior,
    ],
    meaning: "Mean reward of the agent on texts of the same cluster.",
    source: "k-means, MacQueen, 1967; cluster routers of LLMRouterBench, 2026",
    make: {
      .listScorer(
        RoutingScore("cluster-mean", ClusterModel(count: $0.integer("k")), prior: $0.number("prior")))
    })
}
