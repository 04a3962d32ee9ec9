/// Memory to run an actor and a critic on up to `steps` copies' steps.
final class Scratch: Sendable {
  let observations: FloatMemory
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

  /// Fills `logits` from `observations`.
  func runActor(_ networks: ActorCritic, steps: Int) {
    networks.actor.layer.forward(
      networks.actor.values.base, input: observations.base, rows: networks.actorRows(steps),
      output: logits.base, tape: actorTape.base)
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
