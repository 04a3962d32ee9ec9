import MusterCore
import MusterMath

/// The screens and scorers of a sentence, in its order: from all active agents to the candidates for a task,
/// with their scores. Several scorers add up, each times its weight.
///
/// The pair stages that lead the sentence go through one ``PairMemo``; what follows runs over what is left.
public struct Funnel: Sendable {
  struct Step: Sendable {
    var pairs: PairChain?
    var screen: (any ListScreen)?
    var scorer: (any ListScorer)?
    var weight: Float = 1
    /// The word that made it, for the snapshot.
    var name = ""

    var learned: [UInt8] { screen?.snapshot() ?? scorer?.snapshot() ?? [] }

    mutating func observe(_ outcomes: [Outcome]) {
      screen?.observe(outcomes)
      scorer?.observe(outcomes)
    }

    mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
      try screen?.restore(bytes)
      try scorer?.restore(bytes)
    }

    mutating func forgetDecisions() {
      screen?.forgetDecisions()
      scorer?.forgetDecisions()
    }

    mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
      try screen?.merge(bytes)
      try scorer?.merge(bytes)
    }
  }

  /// The candidates for the task asked about last.
  public private(set) var candidates = Candidates()
  /// How much chance the stages bring in.
  public internal(set) var chance = Chance.none
  /// Whether a stage keeps a random part of the candidates.
  public var drawsSubset: Bool { firstDraw < steps.count }
  /// For ``Chance/uniform``: from how many candidates the last one was drawn.
  public private(set) var drawnFrom = 0

  var memo: PairMemo
  var steps: [Step] = []
  /// The first step that keeps a random part of the candidates.
  var firstDraw = 0
  private var partial: [Float] = []
  /// See ``withDense(for:in:random:_:)``.
  var dense: [Float] = []

  /// - Parameter memoLimit: how many pairs of shape and agent are remembered at most, 4 bytes each; zero
  ///   computes
  ///   every pair anew, which gives the same and takes longer.
  public init(memoLimit: Int = Funnel.standardMemoLimit) { memo = PairMemo(limit: memoLimit) }

  /// 64 Mi pairs: 256 MiB.
  public static let standardMemoLimit = 64 << 20

  /// Whether the candidates are those of the memo as they stand.
  func isDense(_ task: Int, in frame: borrowing Frame) -> Bool {
    frame.explainedCandidates == 0 && isByShape(task, in: frame)
  }

  /// Whether the candidates and their scores are the same for every task of the shape.
  func isByShape(_ task: Int, in frame: borrowing Frame) -> Bool {
    steps.isEmpty && !frame.isChoosy(task: task)
      && (!memo.chain.checksBudgets || frame.isUnbudgeted(task: task))
  }

  /// Runs the stages for a task.
  public mutating func fill(for task: Int, in frame: borrowing Frame, random: inout Random) {
    run(steps.count, for: task, in: frame, random: &random)
  }

  /// Gives every candidate from which a choice of ``Chance/uniform`` is drawn the same probability.
  public mutating func spreadEvenly(
    for task: Int, in frame: borrowing Frame, into probabilities: inout [Double]
  ) {
    var random = frame.random(forTask: task)
    run(firstDraw, for: task, in: frame, random: &random)
    for row in candidates.agents { probabilities[Int(row)] = 1 / Double(candidates.count) }
  }

  /// The features of a choice that another made, as the stages would have recorded them.
  mutating func features(of task: Int, on agent: Int, in frame: borrowing Frame) -> [Float] {
    guard hasFeatures else { return [] }
    var random = frame.random(forTask: task)
    fill(for: task, in: frame, random: &random)
    return features(for: task, agent: agent, in: frame)
  }

  /// Runs the first stages.
  private mutating func run(_ count: Int, for task: Int, in frame: borrowing Frame, random: inout Random) {
    start(for: task, in: frame)
    drawnFrom = candidates.count
    for index in 0..<count {
      if steps[index].pairs != nil {
        runPairs(index, for: task, in: frame)
      } else if steps[index].screen != nil {
        steps[index].screen?.screen(&candidates, for: task, in: frame, random: &random)
      } else {
        runScorer(index, for: task, in: frame)
      }
      if index < firstDraw { drawnFrom = candidates.count }
    }
  }

  /// The candidates for a task, with their scores.
  public mutating func candidates(for task: Int, in frame: borrowing Frame) -> Candidates {
    var random = frame.random(forTask: task)
    fill(for: task, in: frame, random: &random)
    return candidates
  }

  /// The best candidate for a task and its score: what ``fill(for:in:random:)`` and a search would give,
  /// without the list where there is no need for one.
  public mutating func best(
    for task: Int, in frame: borrowing Frame, random: inout Random
  ) -> (agent: Int, score: Float)? {
    if isDense(task, in: frame) { return memo.best(for: task, in: frame) }
    fill(for: task, in: frame, random: &random)
    guard let index = candidates.best(in: frame.pool) else { return nil }
    return (Int(candidates.agents[index]), candidates.scores[index])
  }

  /// The devices that the stages want for the agent that was chosen; the first with an opinion is heard.
  mutating func devices(
    for task: Int, agent: Int, in frame: borrowing Frame, random: inout Random
  ) -> DeviceMask? {
    let demand = frame.tasks[task].demand
    if demand.devices.count == 0 { return nil }
    if let mask = memo.chain.devices(for: demand, agent: agent, in: frame) { return mask }
    for index in steps.indices {
      let mask =
        steps[index].pairs?.devices(for: demand, agent: agent, in: frame)
        ?? steps[index].scorer?.devices(for: task, agent: agent, in: frame, random: &random)
      if let mask { return mask }
    }
    return nil
  }

  /// The propensity of the choice just made, which has this one where the stages bring in no chance of their own.
  func propensity(_ own: @autoclosure () -> Double) -> Double {
    switch chance {
    case .none: own()
    case .uniform: 1 / Double(drawnFrom)
    case .unknown: .nan
    }
  }

  mutating func noteFeatures() {
    hasFeatures = steps.contains { $0.scorer?.hasFeatures ?? false }
    mindsChoices = steps.contains { $0.scorer?.mindsChoices ?? false }
  }

  /// Whether a stage wants what ``DecisionMemory`` knows.
  var needsMemory: Bool {
    hasFeatures || steps.contains { $0.scorer?.needsMemory ?? $0.screen?.needsMemory ?? false }
  }

  /// Whether a stage looks at features, which are then recorded with each choice.
  public private(set) var hasFeatures = false
  /// Whether a stage wants to be told of each choice.
  private(set) var mindsChoices = false

  /// Tells the stages of the choice just made, and gives what to record about it; nil for nothing.
  mutating func settle(_ task: Int, on agent: Int, in frame: borrowing Frame) -> Explanation? {
    if mindsChoices {
      for index in steps.indices { steps[index].scorer?.chose(task, agent: agent, in: frame) }
    }
    guard hasFeatures || frame.explainedCandidates > 0 else { return nil }
    let features = hasFeatures ? features(for: task, agent: agent, in: frame) : []
    let limit = min(frame.explainedCandidates, candidates.count)
    candidates.bringBestForward(limit, in: frame.pool)
    return Explanation(
      candidateCount: candidates.count,
      agents: candidates.agents[..<limit].map { frame.pool.agents[Int($0)].id },
      scores: Array(candidates.scores[..<limit]), features: features)
  }

  /// For each stage that has any: its place, how many, and the features. See ``DecisionMemory``.
  private mutating func features(for task: Int, agent: Int, in frame: borrowing Frame) -> [Float] {
    var all: [Float] = []
    for index in steps.indices where steps[index].scorer?.hasFeatures ?? false {
      let start = all.count
      all.append(Float(index))
      all.append(0)
      steps[index].scorer?.features(for: task, agent: agent, in: frame, into: &all)
      all[start + 1] = Float(all.count - start - 2)
    }
    return all
  }

  /// The active agents that the leading pair stages leave.
  private mutating func start(for task: Int, in frame: borrowing Frame) {
    candidates.removeAll()
    if memo.chain.isEmpty {
      for row in 0..<frame.pool.count where frame.pool.status[row] == .active {
        candidates.append(Int32(row), score: 0)
      }
      dropFailed(for: task, in: frame)
      return
    }
    memo.withScores(for: task, in: frame) { scores in
      for row in 0..<scores.count where scores[row] > -.infinity {
        candidates.append(Int32(row), score: scores[row])
      }
    }
    if memo.chain.checksBudgets { dropUnaffordable(for: task, in: frame) }
    dropFailed(for: task, in: frame)
  }

  /// Drops the agents that must not have the task, and those that failed it before, if another candidate could take
  /// it now.
  private mutating func dropFailed(for task: Int, in frame: borrowing Frame) {
    guard frame.isChoosy(task: task) else { return }
    candidates.keep { _, agent in !frame.bars(task: task, agent: Int(agent)) }
    let demand = frame.tasks[task].demand
    for row in candidates.agents {
      let row = Int(row)
      if frame.shuns(task: task, agent: row) || !frame.pool.admits(demand, at: row)
        || !frame.affords(task: task, agent: row)
      {
        continue
      }
      candidates.keep { _, agent in !frame.shuns(task: task, agent: Int(agent)) }
      return
    }
  }

  private mutating func runPairs(_ index: Int, for task: Int, in frame: borrowing Frame) {
    let demand = frame.tasks[task].demand
    candidates.edit { rows, scores in
      steps[index].pairs?.run(demand, rows, scores, in: frame) ?? rows.count
    }
    if steps[index].pairs?.checksBudgets ?? false { dropUnaffordable(for: task, in: frame) }
  }

  private mutating func runScorer(_ index: Int, for task: Int, in frame: borrowing Frame) {
    let count = candidates.count
    if partial.count < count { partial = Array(repeating: 0, count: count) }
    partial.withUnsafeMutableBufferPointer { partial in
      let partial = UnsafeMutableBufferPointer(rebasing: partial[..<count])
      candidates.agents.withUnsafeBufferPointer { rows in
        steps[index].scorer?.score(task, rows, in: frame, into: partial)
      }
      candidates.add(UnsafeBufferPointer(partial), weight: steps[index].weight)
    }
  }

  private mutating func dropUnaffordable(for task: Int, in frame: borrowing Frame) {
    if frame.isUnbudgeted(task: task) { return }
    candidates.keep { index, row in frame.affords(task: task, agent: Int(row)) }
  }
}
