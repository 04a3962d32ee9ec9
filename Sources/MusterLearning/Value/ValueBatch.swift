/// The remembered steps that one optimiser step learns from, and the gradients on their way back.
final class ValueBatch {
  let shape: WorldShape
  let rows: Int
  let observations: FloatMemory
  let states: FloatMemory
  let nextObservations: FloatMemory
  let nextStates: FloatMemory
  let nextMasks: Column<UInt8>
  let actions: Column<Int32>
  let nextActions: Column<Int32>
  let rewards: FloatMemory
  let isLast: Column<Bool>
  let byTotal: FloatMemory
  private let byMixed: FloatMemory
  private let byValues: FloatMemory
  private let byMixer: FloatMemory
  private let byAgent: FloatMemory

  init(_ networks: ValueNetworks, rows: Int) {
    shape = networks.shape
    byMixer = FloatMemory(count: networks.mixer.layout.count)
    byAgent = FloatMemory(count: networks.agent.layout.count)
    self.rows = rows
    let agents = rows * shape.agents
    observations = FloatMemory(count: agents * shape.observationSize)
    nextObservations = FloatMemory(count: agents * shape.observationSize)
    states = FloatMemory(count: rows * shape.stateSize)
    nextStates = FloatMemory(count: rows * shape.stateSize)
    nextMasks = Column(count: agents * shape.actions, of: 1)
    actions = Column(count: agents, of: 0)
    nextActions = Column(count: agents, of: 0)
    rewards = FloatMemory(count: rows)
    isLast = Column(count: rows, of: false)
    byTotal = FloatMemory(count: rows)
    byMixed = FloatMemory(count: rows * (shape.stateSize + shape.agents))
    byValues = FloatMemory(count: agents * shape.actions)
  }

  func gather(_ replay: Replay, _ slot: Int, _ row: Int) {
    let (width, flags) = (shape.agents * shape.observationSize, shape.agents * shape.actions)
    (observations.base + row * width).update(from: replay.observations.base + slot * width, count: width)
    (nextObservations.base + row * width).update(
      from: replay.nextObservations.base + slot * width, count: width)
    (states.base + row * shape.stateSize).update(
      from: replay.states.base + slot * shape.stateSize, count: shape.stateSize)
    (nextStates.base + row * shape.stateSize).update(
      from: replay.nextStates.base + slot * shape.stateSize, count: shape.stateSize)
    (nextMasks.base + row * flags).update(from: replay.nextMasks.base + slot * flags, count: flags)
    (actions.base + row * shape.agents).update(
      from: replay.actions.base + slot * shape.agents, count: shape.agents)
    rewards.base[row] = replay.rewards.base[slot]
    isLast.base[row] = replay.isLast.base[slot]
  }

  /// From `byTotal` through mixer and agents, and one step of both optimisers.
  func backward(_ networks: ValueNetworks, _ settings: ValueSettings) throws(TrainingError) {
    let (mixer, agent) = (networks.mixer, networks.agent)
    byMixer.clear()
    byAgent.clear()
    mixer.layer.backward(
      mixer.values.base, gradients: byMixer.base, input: networks.mixed.base,
      output: networks.total.base, outputGradient: byTotal.base, rows: rows, inputGradient: byMixed.base,
      tape: networks.mixerTape.base)
    byValues.clear()
    for row in 0..<(rows * shape.agents) {
      let (step, own) = (row / shape.agents, row % shape.agents)
      let slope = byMixed.base[step * mixer.layer.inputs + shape.stateSize + own]
      byValues.base[row * shape.actions + Int(actions.base[row])] = slope
    }
    agent.layer.backward(
      agent.values.base, gradients: byAgent.base, input: observations.base,
      output: networks.values.base, outputGradient: byValues.base, rows: rows * shape.agents,
      inputGradient: nil, tape: networks.agentTape.base)
    _ = try agent.step([byAgent], rate: settings.rate, clip: settings.gradientNorm)
    _ = try mixer.step([byMixer], rate: settings.rate, clip: settings.gradientNorm)
  }
}
