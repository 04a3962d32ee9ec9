/// How the roles of orchestration come into two-stage allocation: compute and storage nodes choose for themselves, a
/// compute node whether it stands for work; a scheduler takes one of the candidates for its jobs, passes or preempts.
/// See ``OrchestrationLayout``.
package struct OrchestrationStages: TwoStageSight {
  package let entitySize = OrchestrationLayout.commonSize + partSize
  /// The candidate and its job, what kind of action it is, and whether the advisor would take it.
  package let candidateSize = CandidateSight.size + JobSight.size + 4
  package let taskSize = 1 + SchedulerSight.size + JobSight.size

  private static let partSize = ComputeSight.size + OrchestrationLayout.storeSize
  private static let scheduler = OrchestrationLayout.commonSize
  private static let head = scheduler + SchedulerSight.size
  private static let candidates = head + 2 * JobSight.size

  package init() {}

  package func isSelecting(_ observation: UnsafePointer<Float>) -> Bool {
    OrchestrationSeen(observation).role == .scheduler
  }

  package func writeEntity(
    _ observation: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) {
    let common = OrchestrationLayout.commonSize
    target.update(from: observation, count: common)
    (target + common).update(
      from: observation + common + OrchestrationLayout.schedulerSize, count: Self.partSize)
  }

  package func writeCandidates(
    _ observation: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) {
    target.update(repeating: 0, count: OrchestrationLayout.actions * candidateSize)
    for action in 0..<OrchestrationLayout.actions {
      let own = target + action * candidateSize
      let flags = own + CandidateSight.size + JobSight.size
      flags[3] = observation[OrchestrationLayout.advice + action]
      switch action {
      case OrchestrationLayout.hold: flags[1] = 1
      case OrchestrationLayout.preempt: flags[2] = 1
      default:
        flags[0] = 1
        own.update(
          from: observation + Self.candidates + action * CandidateSight.size, count: CandidateSight.size)
        let job = Self.head + action / OrchestrationLayout.choices * JobSight.size
        (own + CandidateSight.size).update(from: observation + job, count: JobSight.size)
      }
    }
  }

  package func writeTask(_ observation: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    target[0] = observation[OrchestrationLayout.progress]
    (target + 1).update(
      from: observation + Self.scheduler, count: SchedulerSight.size + JobSight.size)
  }
}
