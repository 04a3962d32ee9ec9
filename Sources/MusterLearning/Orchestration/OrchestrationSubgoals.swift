/// What the roles of an orchestration world can aim at. For an agent that is there, something always can be.
///
/// Scheduler: no job, at most three jobs, or jobs that wait two epochs at most on average. Compute node: all its
/// processors promised, nine tenths of them in use at most, or nothing on it. Storage node: no more load than the
/// mean, no less, or nine tenths of its reads from its own rack.
package struct OrchestrationSubgoals: Subgoals {
  package var count: Int { 3 }

  package init() {}

  package func feasible(_ observation: UnsafePointer<Float>, into flags: UnsafeMutablePointer<UInt8>) {
    reached(observation, into: flags)
    let isThere = OrchestrationSeen(observation).role != nil
    for goal in 0..<count { flags[goal] = isThere && flags[goal] == 0 ? 1 : 0 }
  }

  package func reached(_ observation: UnsafePointer<Float>, into flags: UnsafeMutablePointer<UInt8>) {
    let seen = OrchestrationSeen(observation)
    let goals: (Bool, Bool, Bool)
    switch seen.role {
    case .scheduler: goals = (seen.queued < 0.5, seen.queued < 3.5, seen.wait <= 2)
    case .compute: goals = (seen.promised >= 1, seen.usage <= 0.9, seen.promised == 0)
    case .storage: goals = (seen.load <= seen.meanLoad, seen.load > seen.meanLoad, seen.local >= 0.9)
    case nil: goals = (false, false, false)
    }
    (flags[0], flags[1], flags[2]) = (goals.0 ? 1 : 0, goals.1 ? 1 : 0, goals.2 ? 1 : 0)
  }
}
