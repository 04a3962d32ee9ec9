/// A trained team in the place of one scheduler and a few compute nodes, with memory for what they are shown: nothing
/// is allocated per question. One thread at a time may use it, which is for its owner to see to.
final class OrchestrationActor: @unchecked Sendable {
  private let actor: any TeamActor
  private let agents: Int
  /// The places of the scheduler that decides, and of the compute nodes that can be asked at once.
  private let scheduler: Int
  private let nodes: [Int]
  private let observations: FloatMemory
  private let mask: Column<UInt8>
  private let actions: Column<Int32>

  /// Of a team whose world had both roles.
  init(_ team: TrainedTeam) {
    var roles = [0] + Array(repeating: 1, count: OrchestrationLayout.choices) + [2]
    if let own = team.actor(roles: roles) {
      actor = own
    } else {
      roles = team.shape.roles
      actor = team.actor(copies: 1)
    }
    agents = roles.count
    scheduler = roles.firstIndex(of: 0) ?? 0
    nodes = Array(roles.indices.filter { roles[$0] == 1 }.prefix(OrchestrationLayout.choices))
    observations = FloatMemory(count: agents * OrchestrationLayout.observationSize)
    mask = Column(count: agents * OrchestrationLayout.actions, of: 0)
    actions = Column(count: agents, of: 0)
  }

  /// The place of the candidate that the scheduler takes, of those there are.
  func choose(
    _ sight: SchedulerSight, _ job: JobSight, _ candidates: [CandidateSight], advice: Int
  ) -> Int {
    begin()
    var pen = pen(scheduler, role: 0, advice: advice)
    sight.write(with: &pen)
    job.write(with: &pen)
    pen.skip(JobSight.size)
    for place in candidates.indices {
      candidates[place].write(with: &pen)
      mask.base[scheduler * OrchestrationLayout.actions + place] = 1
    }
    act()
    return Int(actions.base[scheduler])
  }

  /// Writes to `answers` whether each of the compute nodes admits, of what was possible where they learned. `level` is
  /// what it is advised to promise, -1 for no advice.
  func admit(
    _ sights: [ComputeSight], _ scope: OrchestrationScope, level: Int, into answers: inout [Bool]
  ) {
    answers.removeAll(keepingCapacity: true)
    let levels = scope == .pool ? 0...0 : 0...(OrchestrationLayout.close - 1)
    while answers.count < sights.count {
      begin()
      let first = answers.count
      let asked = min(nodes.count, sights.count - first)
      for index in 0..<asked {
        var pen = pen(nodes[index], role: 1, advice: level)
        sights[first + index].write(with: &pen)
        let flags = mask.base + nodes[index] * OrchestrationLayout.actions
        for level in levels { flags[level] = 1 }
        flags[OrchestrationLayout.close] = 1
      }
      act()
      for index in 0..<asked { answers.append(actions.base[nodes[index]] != OrchestrationLayout.close) }
    }
  }

  private func begin() {
    observations.clear()
    for at in 0..<mask.count { mask.base[at] = 0 }
  }

  /// Half of an episode has passed: a pool has no end.
  private func pen(_ place: Int, role: Int, advice: Int) -> ObservationPen {
    OrchestrationLayout.begin(
      observations.base + place * OrchestrationLayout.observationSize, role: role, progress: 0.5,
      advice: advice)
  }

  private func act() { actor.act(observations.base, mask: mask.base, into: actions.base) }
}
