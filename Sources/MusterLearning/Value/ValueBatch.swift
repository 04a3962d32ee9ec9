/// The remembered steps that one optimiser step of VDN or QMIX learns from, and the gradients on their way back.
final class ValueBatch: ReplayBatch {
  let nextActions: Column<Int32>
  let byTotal: FloatMemory
  private let byMixed: FloatMemory
  private let byValues: FloatMemory
  private let byMixer: FloatMemory
  private let byAgent: FloatMemory

  init(_ networks: ValueNetworks, rows: Int) {
    byMixer = FloatMemory(count: networks.mixer.layout.count)
    byAgent = FloatMemory(count: networks.agent.layout.count)
    let (shape, agents) = (networks.shape, rows * networks.shape.agents)
    nextActions = Column(count: agents, of: 0)
    byTotal = FloatMemory(count: rows)
    byMixed = FloatMemory(count: rows * (shape.stateSize + shape.agents))
    byValues = FloatMemory(count: agents * shape.actions)
    super.init(shape, rows: rows)
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
