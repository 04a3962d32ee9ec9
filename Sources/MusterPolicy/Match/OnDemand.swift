import MusterCore
import MusterMath

/// `on-demand(trip, asks)`: the best by score is asked; one that has no room or slot rejects, and the next is asked,
/// until one takes the task or its deadline does not allow another round trip (P/D-Serve, 2408.08147). No agent has to
/// report its queue: all that is known of loads are rejections. Put it after `skills`, not after `feasible`, which
/// knows more.
///
/// An agent that rejected is not asked again for the same demand before something is heard of it: work of its own that
/// came or ended, which passes by here anyway. That is in one tournament a shape, so a decision costs O(log agents) for
/// each agent that changed and each that is asked, and a look over the versions of all; a sentence with list stages,
/// budgets that bind or agents to be avoided costs O(candidates).
public struct OnDemand: Chooser {
  let trip: Double
  let asks: Int
  private var boards: [Board] = []

  /// The agents that may be asked for one shape, by score.
  private struct Board: Sendable {
    var demand: Demand
    var mark = PairMemo.Mark()
    var tree = BestTree()
  }

  /// - Parameters:
  ///   - trip: seconds from the question to the answer, not negative.
  ///   - asks: how many agents are asked for one decision, at least 1.
  public init(trip: Double = 0, asks: Int = .max) {
    self.trip = trip
    self.asks = asks
  }

  public mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice? {
    let limit = limit(for: task, in: frame)
    let propensity = funnel.chance == .none ? 1 : Double.nan
    // Where all may be asked it makes no difference who is known to be busy; where few may, it would, and such
    // knowledge is not kept over a restart.
    if limit >= frame.agentCount && funnel.isDense(task, in: frame) && frame.isUnbudgeted(task: task) {
      return ask(task, in: frame, from: &funnel)
    }
    funnel.fill(for: task, in: frame, random: &random)
    var candidates = funnel.candidates
    if limit < candidates.count {
      candidates.bringBestForward(limit, in: frame.pool)
      candidates.truncate(to: limit)
    }
    // The best of those that accept is the first that does.
    candidates.keep { _, row in accepts(task, Int(row), in: frame) }
    return candidates.best(in: frame.pool).map {
      Choice(agent: Int(candidates.agents[$0]), score: candidates.scores[$0], propensity: propensity)
    }
  }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool {
    guard funnel.chance == .none else { return false }
    var copy = self
    var random = frame.random(forTask: task)
    if let choice = copy.choose(for: task, in: frame, from: &funnel, random: &random) {
      probabilities[choice.agent] = 1
    }
    return true
  }

  /// Asks from the tournament of the task's shape; rejections stay in it.
  private mutating func ask(_ task: Int, in frame: borrowing Frame, from funnel: inout Funnel) -> Choice? {
    let shape = Int(frame.shapes[task])
    let demand = frame.tasks[task].demand
    while boards.count <= shape { boards.append(Board(demand: demand)) }
    if boards[shape].demand != demand { boards[shape] = Board(demand: demand) }
    var mark = boards[shape].mark
    let choice = funnel.memo.withChanges(for: task, in: frame, since: &mark) { scores, changed -> Choice? in
      if let changed {
        for row in changed { boards[shape].tree.set(Int(row), scores[Int(row)]) }
      } else {
        boards[shape].tree.reset(scores, ranks: frame.pool.tieRank)
      }
      while let row = boards[shape].tree.best {
        if frame.pool.admits(demand, at: row) {
          return Choice(agent: row, score: scores[row], propensity: 1)
        }
        boards[shape].tree.set(row, -.infinity)
      }
      return nil
    }
    boards[shape].mark = mark
    return choice
  }

  private func accepts(_ task: Int, _ row: Int, in frame: borrowing Frame) -> Bool {
    frame.pool.admits(frame.tasks[task].demand, at: row)
      && (frame.isUnbudgeted(task: task) || frame.affords(task: task, agent: row))
  }

  /// How many agents there is time to ask.
  private func limit(for task: Int, in frame: borrowing Frame) -> Int {
    let deadline = frame.tasks[task].deadline
    guard trip > 0, deadline != .never else { return asks }
    let left = Double(deadline - frame.now) * 1e-9 / trip
    return min(asks, Int(min(max(left, 0), 1e9)))
  }
}

extension OnDemand {
  static let word = Word.match(
    "on-demand",
    [
      Parameter(
        "trip", .number(0...1_000_000), standard: .number(0),
        meaning: "Seconds that asking one agent takes, which the task's deadline has to allow."),
      Parameter(
        "asks", .integer(1...1_000_000), standard: .integer(1_000_000),
        meaning: "The most agents that are asked for one decision."),
    ],
    meaning: "The best is asked; a busy agent rejects, and the next is asked until the deadline.",
    source: "P/D-Serve, arXiv 2408.08147",
    make: { .matcher(OnDemand(trip: $0.number("trip"), asks: $0.integer("asks"))) })
}
