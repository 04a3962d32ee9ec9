/// Memory to run an actor and a critic on up to `steps` copies' steps.
final class Scratch: Sendable {
  let observations: FloatMemory
  /// What the actor is shown: the observations and, where agents choose one after the other, what those before chose.
  let shown: FloatMemory
  /// What agents chose, where it is known before the actor is asked; -1 for nothing.
  let choices: Column<Int32>
  let states: FloatMemory
  let masks: Column<UInt8>
  let logits: FloatMemory
  let values: FloatMemory
  let actorTape: FloatMemory
  let criticTape: FloatMemory
  let probabilities: FloatMemory
  /// The team's values and what they need, where there is a potential.
  let teamValues: FloatMemory
  let teamTape: FloatMemory

  init(_ networks: ActorCritic, steps: Int) {
    let shape = networks.shape
    let rows = steps * shape.agents
    observations = FloatMemory(count: rows * shape.observationSize)
    shown = networks.sequential.map { FloatMemory(count: steps * $0.inputs) } ?? observations
    choices = Column(count: rows, of: -1)
    states = FloatMemory(count: networks.seesState ? steps * shape.stateSize : 0)
    masks = Column(count: shape.hasMasks ? rows * shape.actions : 0, of: 1)
    logits = FloatMemory(count: rows * shape.actions)
    values = FloatMemory(count: rows)
    actorTape = FloatMemory(count: networks.actor.layer.tapeCount(rows: networks.actorRows(steps)))
    criticTape = FloatMemory(count: networks.critic.layer.tapeCount(rows: networks.criticRows(steps)))
    probabilities = FloatMemory(count: shape.actions)
    teamValues = FloatMemory(count: networks.team == nil ? 0 : steps)
    teamTape = FloatMemory(count: networks.team?.layer.tapeCount(rows: steps) ?? 0)
  }

  /// Fills `logits` from `observations` and, where agents choose one after the other, `choices`.
  func runActor(_ networks: ActorCritic, steps: Int) {
    if let layer = networks.sequential {
      layer.begin(shown.base, observations: observations.base, rows: steps)
      for row in 0..<(steps * networks.shape.agents) { tell(layer, networks.shape.agents, row) }
    }
    networks.actor.layer.forward(
      networks.actor.values.base, input: shown.base, rows: networks.actorRows(steps),
      output: logits.base, tape: actorTape.base)
  }

  private func tell(_ layer: SequentialLayer, _ agents: Int, _ row: Int) {
    if choices.base[row] < 0 { return }
    layer.tell(shown.base, row: row / agents, agent: row % agents, choice: Int(choices.base[row]))
  }

  /// Runs the actor on `observations` and asks `pick` for every agent's action: it is given the row, its logits'
  /// probabilities stand in `probabilities`, and the sum of exponentials' logarithm, nil where no action is possible.
  /// Where agents choose one after the other, in their order, each knowing what was picked before.
  func choose(
    _ networks: ActorCritic, steps: Int, mask: UnsafePointer<UInt8>?, _ pick: (Int, Float?) -> Int32
  ) {
    let (agents, count) = (networks.shape.agents, networks.shape.actions)
    func ask(_ row: Int) {
      let normaliser = Categorical.probabilities(
        logits.base + row * count, mask: mask.map { $0 + row * count }, count: count, probabilities.base)
      let action = pick(row, normaliser)
      choices.base[row] = normaliser == nil ? -1 : action
    }
    guard let layer = networks.sequential else {
      runActor(networks, steps: steps)
      for row in 0..<(steps * agents) { ask(row) }
      return
    }
    let parameters = UnsafePointer(networks.actor.values.base)
    layer.begin(shown.base, observations: observations.base, rows: steps)
    layer.encode(parameters, shown.base, steps, actorTape.base)
    for agent in 0..<agents {
      layer.decode(parameters, shown.base, steps, logits.base, actorTape.base)
      for step in 0..<steps {
        ask(step * agents + agent)
        tell(layer, agents, step * agents + agent)
      }
    }
  }

  /// Fills `values`, as the critic gives them, from `states` or `observations`.
  func runCritic(_ networks: ActorCritic, steps: Int) {
    networks.critic.layer.forward(
      networks.critic.values.base, input: networks.isCentralised ? states.base : observations.base,
      rows: networks.criticRows(steps), output: values.base, tape: criticTape.base)
  }

  /// Fills `teamValues` from `states`, where there is a potential.
  func runTeam(_ networks: ActorCritic, steps: Int) {
    guard let team = networks.team else { return }
    team.layer.forward(
      team.values.base, input: states.base, rows: steps, output: teamValues.base,
      tape: teamTape.base)
  }
}
