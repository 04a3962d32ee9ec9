import MusterCore
import MusterMath
import MusterPolicy

/// Routers that learn in one pass: each training prompt goes once to one of the two models, drawn evenly, and
/// only its answer becomes known: one label a prompt. What is then known is tested on the other half.
public struct RoutingOnline: Sendable {
  /// How a router does after so many labels.
  public struct Row: Equatable, Sendable {
    /// The word, or ``refit``.
    public let learner: String
    public let labels: Int
    /// APGR of each split.
    public let averageGapRecovered: [Double]
  }

  /// The words that are run, as in a sentence.
  public static let words = ["win-rate(threshold: 0)", "knn(k: 64)", "similarity", "cluster-mean(k: 64)"]
  /// The ridge fitted anew to the labels so far.
  public static let refit = "ridge on the same labels"

  let table: RoutingTable
  let seeds: [UInt64]
  let marks: [Int]

  /// A study of a table with these seeds, one a split.
  public init(_ table: RoutingTable, seeds: [UInt64]) {
    self.table = table
    self.seeds = seeds
    let all = table.count / 2
    marks = [16, 8, 4, 2, 1].map { all / $0 }.filter { $0 > 0 }
  }

  /// Runs a word of ``words``, or ``refit``, over all splits. Throws ``SentenceError``.
  public func run(_ learner: String) throws(SentenceError) -> [Row] {
    var results: [[Double]] = marks.map { _ in [] }
    for seed in seeds {
      let split = RoutingSplit(count: table.count, seed: seed)
      var random = Random(seed: seed, stream: 0x61_736b)
      let asked = split.train.map { _ in random.below(2) }
      let values =
        learner == RoutingOnline.refit
        ? marks.map { refit(split, asked, $0) } : try learned(learner, split, asked)
      for (mark, value) in values.enumerated() { results[mark].append(value) }
    }
    return zip(marks, results).map { Row(learner: learner, labels: $0, averageGapRecovered: $1) }
  }

  private func reward(_ prompt: Int, _ agent: Int) -> Double {
    (agent == 0 ? table.weak : table.strong)[prompt] ? 1 : 0
  }

  private func refit(_ split: RoutingSplit, _ asked: [Int], _ labels: Int) -> Double {
    let train = split.train[..<labels]
    var encoder = RoutingEncoder()
    for prompt in train { encoder.learn(table.terms[prompt]) }
    let observations = train.indices.map {
      RidgeFit.Observation(row: $0, agent: asked[$0], reward: reward(train[$0], asked[$0]))
    }
    let fit = RidgeFit(penalty: 10, sharedPenalty: 10)
      .fit(train.map { encoder.row(table.terms[$0]) }, observations, agents: 2)
    let scores = split.test.map { prompt in
      let row = encoder.row(table.terms[prompt])
      return fit.predict(row, agent: 1) - fit.predict(row, agent: 0)
    }
    return table.averageGapRecovered(scores, split.test)
  }

  /// APGR at each mark of a word that sees the training prompts in order.
  private func learned(_ word: String, _ split: RoutingSplit, _ asked: [Int]) throws(SentenceError)
    -> [Double]
  {
    var policy = try Sentence("feasible | \(word) | best").policy()
    let agents = (0...1).map { Agent(id: AgentID($0), price: Price(perTask: Int64($0))) }
    var fixture = FrameFixture(agents: agents)
    var plan = Plan()
    var nothing = Plan()
    nothing.reset(count: 1)
    var values: [Double] = []
    for (index, prompt) in split.train.enumerated() {
      fixture.offer([task(prompt)])
      policy.plan(&fixture.frame, into: &plan)
      let decision = fixture.frame.firstDecision
      policy.recall(DecisionID(decision), features: plan.explanations[0]?.features ?? [])
      let reward = reward(prompt, asked[index])
      policy.observe([
        Outcome(
          decision: DecisionID(decision), task: TaskID(UInt64(prompt) + 1), kind: KindID(0),
          tenant: TenantID(0),
          agent: AgentID(UInt64(asked[index])), agentRow: asked[index], succeeded: reward > 0, reward: reward,
          cost: 0, duration: 0, propensity: 0.5)
      ])
      fixture.carryOut(nothing)
      for _ in 0..<marks.count(where: { $0 == index + 1 }) { values.append(tested(policy, fixture, split)) }
    }
    return values
  }

  private func tested(_ policy: Pipeline, _ fixture: FrameFixture, _ split: RoutingSplit) -> Double {
    var funnel = policy.funnel
    var fixture = fixture
    let scores = split.test.map { prompt in
      fixture.offer([task(prompt)])
      let found = funnel.candidates(for: 0, in: fixture.frame)
      return zip(found.agents, found.scores).reduce(0) { $0 + ($1.0 == 1 ? 1 : -1) * Double($1.1) }
    }
    return table.averageGapRecovered(scores, split.test)
  }

  private func task(_ prompt: Int) -> Task {
    var task = Task(id: TaskID(UInt64(prompt) + 1))
    task.terms = table.terms[prompt]
    return task
  }
}
