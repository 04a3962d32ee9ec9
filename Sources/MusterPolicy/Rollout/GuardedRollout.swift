import MusterCore
import MusterMath

/// The judge of a roll-out: which policy decides about a task, what both have brought, and whether it is
/// over.
///
/// The bounds of both means hold at all times at once (``ConfidenceSequence``, each one-sided at half the
/// error), so that one may look after every outcome. With at least `minimum` outcomes of each policy,
/// - it **returns** to the old policy when the new one's upper bound lies below the old one's lower bound by
/// more
///   than the margin: the new one is worse by more than it may be;
/// - it **promotes** the new one (if it may) when the new one's lower bound lies above the old one's upper
/// bound less
///   the margin: it is not worse by more than it may be.
///
/// If the new policy's mean is truly at least the old one's less the margin, a return ever happens with
/// probability at most 1 - level; if it is truly less, so with a promotion. That holds for rewards whose
/// mean, given those before, does not change: while policies learn it holds of the means of what they have
/// brought so far. Outcomes count as they come in: where failures are told sooner than successes, `minimum`
/// must be large enough to let these come.
///
/// A correction takes the place of what it corrects, as long as its decision is among the last 16,384. A
/// verdict is final. O(1) an outcome, about 100 ns.
public struct GuardedRollout: Sendable, Equatable {
  public enum State: UInt8, Sendable, Equatable, CaseIterable {
    case running, returned, promoted
  }
  public enum Arm: UInt8, Sendable, Equatable, CaseIterable {
    case old, new
  }

  public let settings: RolloutSettings
  public private(set) var state = State.running
  /// How many rewards lay outside of their range.
  public private(set) var clamped: UInt64 = 0
  private var old: ConfidenceSequence
  private var new: ConfidenceSequence
  private var ledger = RolloutLedger()

  public init(_ settings: RolloutSettings) {
    self.settings = settings
    old = ConfidenceSequence(error: (1 - settings.level) / 2)
    new = old
  }

  /// The share of the tasks that the new policy decides about from now on.
  public var share: Double {
    switch state {
    case .running: settings.share
    case .returned: 0
    case .promoted: 1
    }
  }

  /// Which policy decides about a task: always the same while the roll-out runs. A gang goes by its own
  /// number.
  public func arm(of task: Task) -> Arm {
    switch state {
    case .returned: return .old
    case .promoted: return .new
    case .running:
      let key = task.gang == .none ? task.id.rawValue : ~task.gang.rawValue
      return Mix.unit(Mix.hash(0x726f_6c6c_6f75_74, settings.salt, key)) < settings.share ? .new : .old
    }
  }

  /// Takes note of which policy made a decision.
  public mutating func note(_ decision: DecisionID, by arm: Arm) {
    if state == .running { ledger.open(decision.rawValue, arm) }
  }

  /// Takes in what a decision brought, and gives the verdict if there is one now. Decisions that nobody
  /// noted, and rewards that are not finite, are left out.
  public mutating func observe(_ decision: DecisionID, reward: Double) {
    guard state == .running, reward.isFinite, var entry = ledger[decision.rawValue] else { return }
    let range = settings.rewards
    if !range.contains(reward) { clamped += 1 }
    let inside = min(max(reward, range.lowerBound), range.upperBound)
    let value = (inside - range.lowerBound) / (range.upperBound - range.lowerBound)
    if entry.value.isNaN {
      entry.stake = entry.arm == .new ? new.add(value) : old.add(value)
    } else if entry.arm == .new {
      new.replace(entry.value, entry.stake, with: value)
    } else {
      old.replace(entry.value, entry.stake, with: value)
    }
    entry.value = value
    ledger.set(entry)
    judge()
  }

  private mutating func judge() {
    let margin = settings.margin / (settings.rewards.upperBound - settings.rewards.lowerBound)
    guard old.count >= UInt64(settings.minimum), new.count >= UInt64(settings.minimum) else { return }
    if new.high < old.low - margin {
      state = .returned
    } else if settings.promotes && new.low > old.high - margin {
      state = .promoted
    }
  }

  /// How it stands, for people.
  public var status: RolloutStatus {
    RolloutStatus(state: state, share: share, old: standing(old), new: standing(new), clamped: clamped)
  }

  private func standing(_ sequence: ConfidenceSequence) -> RolloutStatus.Standing {
    let low = settings.rewards.lowerBound
    let width = settings.rewards.upperBound - low
    return RolloutStatus.Standing(
      outcomes: sequence.count, mean: sequence.count == 0 ? .nan : low + width * sequence.mean,
      low: low + width * sequence.low, high: low + width * sequence.high)
  }

  func write(to writer: inout ByteWriter) {
    writer.byte(state.rawValue)
    writer.varint(clamped)
    old.write(to: &writer)
    new.write(to: &writer)
    ledger.write(to: &writer)
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(_ settings: RolloutSettings, from reader: inout ByteReader) throws(ByteError) {
    self.init(settings)
    guard let state = State(rawValue: try reader.byte()) else { return nil }
    self.state = state
    clamped = try reader.varint()
    guard let old = try ConfidenceSequence(error: old.error, from: &reader),
      let new = try ConfidenceSequence(error: new.error, from: &reader),
      let ledger = try RolloutLedger(from: &reader)
    else { return nil }
    self.old = old
    self.new = new
    self.ledger = ledger
  }
}

/// How a roll-out stands.
public struct RolloutStatus: Sendable, Equatable {
  public var state: GuardedRollout.State
  /// Share of the tasks that the new policy decides about.
  public var share: Double
  public var old: Standing
  public var new: Standing
  /// Rewards that lay outside of their range and were counted at its end.
  public var clamped: UInt64

  /// What one of the policies has brought.
  public struct Standing: Sendable, Equatable {
    public var outcomes: UInt64
    /// Mean reward; NaN before the first.
    public var mean: Double
    /// Bounds that hold at all times at once.
    public var low: Double
    public var high: Double
  }
}
