/// One shard of an update: runs its part of a minibatch through both networks and leaves the gradients.
final class Learner: @unchecked Sendable {
  let actorGradients: FloatMemory
  let criticGradients: FloatMemory
  let teamGradients: FloatMemory
  var sums = PPOLoss.Sums()

  private let networks: ActorCritic
  private let scratch: Scratch
  private let byLogits: FloatMemory
  private let byValues: FloatMemory

  /// For up to `steps` copies' steps at once.
  init(_ networks: ActorCritic, steps: Int) {
    self.networks = networks
    scratch = Scratch(networks, steps: steps)
    actorGradients = FloatMemory(count: networks.actor.layout.count)
    criticGradients = FloatMemory(count: networks.critic.layout.count)
    teamGradients = FloatMemory(count: networks.team?.layout.count ?? 0)
    byLogits = FloatMemory(count: steps * networks.shape.agents * networks.shape.actions)
    byValues = FloatMemory(count: steps * networks.shape.agents)
  }

  /// Whether actors only learn to do as advised, what advice weighs, and the share of the probability that it leaves to
  /// all actions.
  var isAdvised = false
  var adviceWeight: Float = 0
  var adviceDoubt: Float = 0

  /// `slots` are steps of copies in the rollout; `scale` is one over the agents' rows of the whole minibatch.
  func learn(
    _ rollout: Rollout, slots: ArraySlice<Int>, _ loss: PPOLoss, _ normalisers: Normalisers, scale: Float
  ) {
    sums = PPOLoss.Sums()
    actorGradients.clear()
    criticGradients.clear()
    teamGradients.clear()
    if slots.isEmpty { return }
    gather(rollout, slots)
    learnPolicy(rollout, slots, loss, scale)
    learnValues(rollout, slots, loss, normalisers.own, scale)
    if let team = rollout.team, let network = networks.team {
      learnTeam(team, network, slots, loss, normalisers.team, scale)
    }
  }

  private func gather(_ rollout: Rollout, _ slots: ArraySlice<Int>) {
    let shape = networks.shape
    let width = shape.agents * shape.observationSize
    let flags = shape.hasMasks ? shape.agents * shape.actions : 0
    for (step, slot) in slots.enumerated() {
      (scratch.observations.base + step * width).update(
        from: rollout.observations.base + slot * width, count: width)
      (scratch.masks.base + step * flags).update(from: rollout.masks.base + slot * flags, count: flags)
      for agent in 0..<shape.agents {
        let source = slot * shape.agents + agent
        scratch.choices.base[step * shape.agents + agent] =
          rollout.isPresent.base[source] ? rollout.actions.base[source] : -1
      }
      if !networks.seesState { continue }
      (scratch.states.base + step * shape.stateSize).update(
        from: rollout.states.base + slot * shape.stateSize, count: shape.stateSize)
    }
  }

  private func learnPolicy(_ rollout: Rollout, _ slots: ArraySlice<Int>, _ loss: PPOLoss, _ scale: Float) {
    let (agents, count) = (networks.shape.agents, networks.shape.actions)
    scratch.runActor(networks, steps: slots.count)
    for (step, slot) in slots.enumerated() {
      for agent in 0..<agents {
        let (row, source) = (step * agents + agent, slot * agents + agent)
        let mask = networks.shape.hasMasks ? UnsafePointer(scratch.masks.base + row * count) : nil
        let (logits, gradient) = (scratch.logits.base + row * count, byLogits.base + row * count)
        if isAdvised {
          gradient.update(repeating: 0, count: count)
        } else {
          loss.policy(
            logits, mask: mask, count: count, action: Int(rollout.actions.base[source]),
            oldLog: rollout.logs.base[source], advantage: rollout.advantages.base[source], scale: scale,
            probabilities: scratch.probabilities.base, gradient, &sums)
        }
        if adviceWeight == 0 { continue }
        loss.imitation(
          logits, mask: mask, count: count, advice: Int(rollout.advice.base[source]), doubt: adviceDoubt,
          scale: adviceWeight * scale, probabilities: scratch.probabilities.base, gradient, &sums)
      }
    }
    networks.actor.layer.backward(
      networks.actor.values.base, gradients: actorGradients.base, input: scratch.shown.base,
      output: scratch.logits.base, outputGradient: byLogits.base, rows: networks.actorRows(slots.count),
      inputGradient: nil, tape: scratch.actorTape.base)
  }

  private func learnValues(
    _ rollout: Rollout, _ slots: ArraySlice<Int>, _ loss: PPOLoss, _ normaliser: ValueNormaliser,
    _ scale: Float
  ) {
    let agents = networks.shape.agents
    let (mean, inverse) = (Float(normaliser.mean), Float(1 / normaliser.deviation))
    scratch.runCritic(networks, steps: slots.count)
    for (step, slot) in slots.enumerated() {
      for agent in 0..<agents {
        let (row, source) = (step * agents + agent, slot * agents + agent)
        byValues.base[row] = 0
        if !rollout.isValued.base[source] { continue }
        let target = (rollout.returns.base[source] - mean) * inverse
        byValues.base[row] = loss.value(scratch.values.base[row], target: target, scale: scale, &sums)
      }
    }
    networks.critic.layer.backward(
      networks.critic.values.base, gradients: criticGradients.base,
      input: networks.isCentralised ? scratch.states.base : scratch.observations.base,
      output: scratch.values.base, outputGradient: byValues.base, rows: networks.criticRows(slots.count),
      inputGradient: nil, tape: scratch.criticTape.base)
  }

  /// The value of the whole, by its own returns; its steps weigh as they would alone.
  private func learnTeam(
    _ team: TeamRollout, _ network: Network, _ slots: ArraySlice<Int>, _ loss: PPOLoss,
    _ normaliser: ValueNormaliser, _ scale: Float
  ) {
    let (mean, inverse) = (Float(normaliser.mean), Float(1 / normaliser.deviation))
    let weight = scale * Float(networks.shape.agents)
    var ignored = PPOLoss.Sums()
    scratch.runTeam(networks, steps: slots.count)
    for (step, slot) in slots.enumerated() {
      let target = (team.returns.base[slot] - mean) * inverse
      byValues.base[step] = loss.value(
        scratch.teamValues.base[step], target: target, scale: weight, &ignored)
    }
    network.layer.backward(
      network.values.base, gradients: teamGradients.base, input: scratch.states.base,
      output: scratch.teamValues.base, outputGradient: byValues.base, rows: slots.count, inputGradient: nil,
      tape: scratch.teamTape.base)
  }
}
