/// What happened in a batch: for each copy its steps in order, for each step its agents in order.
final class Rollout: Sendable {
  let shape: WorldShape
  let copies: Int
  let horizon: Int

  let observations: FloatMemory
  let states: FloatMemory
  let masks: Column<UInt8>
  let actions: Column<Int32>
  /// What the world advised, where it is asked.
  let advice: Column<Int32>
  /// Whether an agent had any possible action; where not, its row teaches the policy nothing.
  let isPresent: Column<Bool>
  /// Whether a critic learns from the row: the agent is present or waits for its next choice. Never those who only
  /// arrive later, or never.
  let isValued: Column<Bool>
  let logs: FloatMemory
  let rewards: FloatMemory
  let values: FloatMemory
  /// Values of the states in which truncated episodes were left.
  let cut: FloatMemory
  let ends: Column<EpisodeEnd>
  let advantages: FloatMemory
  let returns: FloatMemory
  /// The same of the whole, one number a step, where there is a potential.
  let team: TeamRollout?

  init(
    _ shape: WorldShape, copies: Int, horizon: Int, keepsStates: Bool, hasPotential: Bool = false,
    hasAdvice: Bool = false
  ) {
    self.shape = shape
    self.copies = copies
    self.horizon = horizon
    let steps = copies * horizon
    let rows = steps * shape.agents
    observations = FloatMemory(count: rows * shape.observationSize)
    states = FloatMemory(count: keepsStates ? steps * shape.stateSize : 0)
    masks = Column(count: shape.hasMasks ? rows * shape.actions : 0, of: 1)
    actions = Column(count: rows, of: 0)
    advice = Column(count: hasAdvice ? rows : 0, of: -1)
    isPresent = Column(count: rows, of: true)
    isValued = Column(count: rows, of: true)
    logs = FloatMemory(count: rows)
    rewards = FloatMemory(count: rows)
    values = FloatMemory(count: rows)
    cut = FloatMemory(count: rows)
    ends = Column(count: steps, of: .running)
    advantages = FloatMemory(count: rows)
    returns = FloatMemory(count: rows)
    team = hasPotential ? TeamRollout(steps: steps) : nil
  }

  /// Bytes of a step of a copy, without what only some methods keep.
  static func bytes(_ shape: WorldShape) -> Int { 4 * shape.agents * (shape.observationSize + 7) }

  /// Agents' rows in the batch.
  var rows: Int { copies * horizon * shape.agents }

  /// Shifts and scales the advantages of those present to mean 0 and variance 1, in each group of agents by itself.
  func normaliseAdvantages(_ groups: [[Int]]) {
    let (steps, agents) = (copies * horizon, shape.agents)
    for group in groups {
      var (sum, squares, count) = (0.0, 0.0, 0.0)
      func each(_ body: (Int) -> Void) {
        for step in 0..<steps {
          for agent in group where isPresent.base[step * agents + agent] { body(step * agents + agent) }
        }
      }
      each {
        sum += Double(advantages.base[$0])
        count += 1
      }
      if count == 0 { continue }
      let mean = sum / count
      each {
        let distance = Double(advantages.base[$0]) - mean
        squares += distance * distance
      }
      let scale = 1 / ((squares / count).squareRoot() + 1e-8)
      each { advantages.base[$0] = Float((Double(advantages.base[$0]) - mean) * scale) }
    }
  }
}
