import Synchronization

/// Both stages of two-stage allocation: what they have in common wherever they act.
class StagePair: @unchecked Sendable {
  let assignment: PreAssignment
  let selection: Selection
  /// Choices that a stage remembers before it learns.
  private let least: Int

  init(_ assigning: PairSizes, _ selecting: PairSizes, _ settings: TwoStageSettings) {
    assignment = PreAssignment(assigning, settings)
    selection = Selection(selecting, settings)
    least = max(settings.warmUp, 1)
  }

  /// Throws where what both stages remember has no room.
  static func check(
    _ assigning: PairSizes, _ selecting: PairSizes, _ settings: TwoStageSettings
  ) throws(TrainingError) {
    let bytes =
      PairReplay.bytes(size: assigning.numbers, flags: assigning.pairs, choices: assigning.rows)
      + PairReplay.bytes(size: selecting.numbers, flags: selecting.pairs, choices: 1)
    try Room.check("memory", settings.memory, bytesEach: bytes)
  }

  /// One step of each stage that remembers enough; at the same time where there are two threads, which changes no bit.
  func learn(threads: Int) throws(TrainingError) {
    let (assignment, selection, least) = (assignment, selection, least)
    let failures = Mutex([TrainingError?](repeating: nil, count: 2))
    Workers.run(2, threads: threads) { stage in
      do throws(TrainingError) {
        if stage == 0, assignment.replay.count >= least { try assignment.learn() }
        if stage == 1, selection.replay.count >= least { try selection.learn() }
      } catch {
        failures.withLock { $0[stage] = error }
      }
    }
    if let failure = failures.withLock({ $0.compactMap(\.self).first }) { throw failure }
  }

  /// Takes over how others choose, of whatever sizes.
  func copy(_ other: StagePair) {
    for ((_, own), (_, its)) in zip(actors, other.actors) { own.values.copy(its.values) }
  }

  /// What acting needs, by name.
  var actors: [(String, Network)] {
    [("assign.actor", assignment.actor.network), ("select.actor", selection.actor.network)]
  }
}
