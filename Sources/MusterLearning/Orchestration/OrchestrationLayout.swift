/// Where things stand in what agents of the orchestration world see and do. The world writes by it, and so does whoever
/// asks a trained policy outside of that world.
///
/// Actions. Scheduler: 0...3 the head of its queue onto that candidate, 4...7 the shortest job of its queue onto that,
/// 8 pass the head for two epochs, 9 preempt for it.
/// Compute node: 0...3 admit up to that level of overcommitment, 4 admit nothing, 5 move a job away.
/// Storage node: 0 nothing, 1 copy its most read shard to the idlest other, 2 move it there, 3 throttle the tenant
/// that reads most, 4 drop its least read shard.
///
/// Observations begin with: there at all, the three flags of the role, the share of the episode that has passed,
/// and a flag for each action that says whether the advisor would take it.
/// Then come a part for schedulers, one for compute nodes and one for storage nodes, of which an agent fills its own:
/// so that one network for all roles can tell numbers apart.
package enum OrchestrationLayout {
  /// Nodes that are named for a job.
  package static let choices = 4
  /// Pairs of a job and a node that a scheduler picks from: those of the head, then those of the second.
  package static let candidates = 2 * choices
  /// Actions of the role with most of them.
  package static let actions = candidates + 2
  package static let hold = candidates
  package static let preempt = candidates + 1
  package static let close = 4
  package static let migrate = 5

  /// Where the share of the episode that has passed stands, and the flags of what the advisor would do.
  package static let progress = 4
  package static let advice = progress + 1
  package static let commonSize = advice + actions
  package static let schedulerSize =
    SchedulerSight.size + 2 * JobSight.size + candidates * CandidateSight.size
  package static let storeSize = 11
  package static let observationSize = commonSize + schedulerSize + ComputeSight.size + storeSize

  /// How far a node may promise more processors than it has, by level.
  package static let levels = [1.0, 1.25, 1.5, 2.0]
  /// Jobs use so much of the processors that they ask for, on average.
  package static let meanUse = 0.7

  /// The parts of an observation, by the number of their role.
  private static let parts = [0, schedulerSize, schedulerSize + ComputeSight.size]

  /// Writes what an agent of any role sees, and gives the pen for the rest. The target is zero before.
  package static func begin(
    _ target: UnsafeMutablePointer<Float>, role: Int, progress: Double, advice: Int
  ) -> ObservationPen {
    var pen = ObservationPen(at: target)
    pen.write(true)
    for other in 0..<3 { pen.write(other == role) }
    pen.write(progress)
    if advice >= 0 { pen.at[advice] = 1 }
    return ObservationPen(at: target + commonSize + parts[role])
  }
}
