import MusterCore
import MusterMath
import MusterPolicy
import Testing

@Suite("A guarded roll-out") struct GuardedRolloutTests {
  /// Lets both arms earn 0 or 1 with these chances until there is a verdict or the decisions are over.
  static func run(
    old: Double, new: Double, _ settings: RolloutSettings, seed: UInt64, decisions: Int = 4000
  ) -> (rollout: GuardedRollout, decisions: Int) {
    var rollout = GuardedRollout(settings)
    var random = Random(seed: seed, stream: 0x726f)
    for number in 0..<decisions {
      if rollout.state != .running { return (rollout, number) }
      let arm = rollout.arm(of: Task(id: TaskID(random.next() >> 8)))
      let decision = DecisionID(UInt64(number))
      rollout.note(decision, by: arm)
      rollout.observe(decision, reward: random.bernoulli(arm == .new ? new : old) ? 1 : 0)
    }
    return (rollout, decisions)
  }

  /// Equal policies: over 200 roll-outs of 2,000 decisions, looked at after each, a false verdict of either
  /// kind in at most one of ten.
  @Test("seldom errs about equals, however often it looks", arguments: [0.5, 0.9]) func equals(mean: Double)
    throws
  {
    let settings = try RolloutSettings(share: 0.3, level: 0.9, minimum: 10, promotes: true)
    let states = (0..<200).map {
      GuardedRolloutTests.run(old: mean, new: mean, settings, seed: UInt64($0), decisions: 2000).rollout.state
    }
    #expect(states.count { $0 == .returned } <= 20, "\(states.count { $0 == .returned }) returned")
    #expect(states.count { $0 == .promoted } <= 20, "\(states.count { $0 == .promoted }) promoted")
  }

  @Test("returns when the new policy is worse") func worse() throws {
    let settings = try RolloutSettings(share: 0.2, level: 0.95, minimum: 20, promotes: true)
    for seed in 0..<50 as Range<UInt64> {
      let (rollout, decisions) = GuardedRolloutTests.run(old: 0.8, new: 0.5, settings, seed: seed)
      #expect(rollout.state == .returned, "seed \(seed): \(rollout.status)")
      #expect(decisions > 60 && decisions < 3000)
      #expect(rollout.share == 0)
      #expect(rollout.arm(of: Task(id: TaskID(seed))) == .old)
    }
  }

  @Test("promotes the new policy when it is better, if it may") func better() throws {
    let may = try RolloutSettings(share: 0.3, minimum: 20, promotes: true)
    let mayNot = try RolloutSettings(share: 0.3, minimum: 20)
    for seed in 0..<20 as Range<UInt64> {
      let rollout = GuardedRolloutTests.run(old: 0.4, new: 0.8, may, seed: seed).rollout
      #expect(rollout.state == .promoted && rollout.share == 1)
      #expect(rollout.arm(of: Task(id: TaskID(seed))) == .new)
      #expect(GuardedRolloutTests.run(old: 0.4, new: 0.8, mayNot, seed: seed).rollout.state == .running)
    }
  }

  @Test("bears with a new policy that is worse by no more than the margin") func margin() throws {
    let settings = try RolloutSettings(share: 0.5, margin: 0.2, level: 0.9, minimum: 20)
    let returned = (0..<200).count {
      GuardedRolloutTests.run(old: 0.8, new: 0.65, settings, seed: UInt64($0), decisions: 2000).rollout.state
        == .returned
    }
    #expect(returned <= 20)
    #expect(GuardedRolloutTests.run(old: 0.9, new: 0.3, settings, seed: 1).rollout.state == .returned)
  }

  @Test("gives no verdict before the minimum") func minimum() throws {
    let settings = try RolloutSettings(share: 0.5, minimum: 300)
    let (rollout, decisions) = GuardedRolloutTests.run(old: 1, new: 0, settings, seed: 3)
    #expect(rollout.state == .returned && decisions >= 600)
    #expect(min(rollout.status.old.outcomes, rollout.status.new.outcomes) == 300)
  }

  @Test("takes its share of the tasks, always the same ones, gangs whole") func share() throws {
    let rollout = GuardedRollout(try RolloutSettings(share: 0.25))
    let arms = (0..<40_000).map { rollout.arm(of: Task(id: TaskID(UInt64($0)))) }
    let new = arms.count { $0 == .new }
    #expect(abs(new - 10_000) < 450)
    #expect(arms == (0..<40_000).map { rollout.arm(of: Task(id: TaskID(UInt64($0)))) })
    let members = (0..<50).map { rollout.arm(of: Task(id: TaskID(UInt64($0)), gang: GangID(7))) }
    #expect(Set(members).count == 1)
    let salted = GuardedRollout(try RolloutSettings(share: 0.25, salt: 1))
    #expect(arms != (0..<40_000).map { salted.arm(of: Task(id: TaskID(UInt64($0)))) })
  }

  @Test("counts a correction in place of what it corrects") func corrections() throws {
    let settings = try RolloutSettings(share: 0.5, rewards: -1...3)
    var (told, corrected) = (GuardedRollout(settings), GuardedRollout(settings))
    for number in 0..<60 as Range<UInt64> {
      let reward = Double(number % 5) - 1
      for index in 0..<2 {
        if index == 0 {
          told.note(DecisionID(number), by: number % 2 == 0 ? .new : .old)
          told.observe(DecisionID(number), reward: reward)
        } else {
          corrected.note(DecisionID(number), by: number % 2 == 0 ? .new : .old)
          corrected.observe(DecisionID(number), reward: number == 59 ? 0 : reward)
        }
      }
    }
    corrected.observe(DecisionID(59), reward: 3)
    told.observe(DecisionID(59), reward: 3)
    #expect(abs(told.status.old.mean - corrected.status.old.mean) < 1e-12)
    #expect(abs(told.status.old.low - corrected.status.old.low) < 1e-12)
    #expect(abs(told.status.old.high - corrected.status.old.high) < 1e-12)
    #expect(told.status.new == corrected.status.new)
  }

  @Test("leaves out what it does not know and what is no number, and says what it clamped") func badInput()
    throws
  {
    var rollout = GuardedRollout(try RolloutSettings())
    rollout.observe(DecisionID(1), reward: 1)
    rollout.note(DecisionID(2), by: .new)
    let before = rollout
    rollout.observe(DecisionID(2), reward: .nan)
    rollout.observe(DecisionID(2), reward: .infinity)
    #expect(rollout == before && rollout.status.new.outcomes == 0 && rollout.status.new.mean.isNaN)
    rollout.observe(DecisionID(2), reward: 7)
    #expect(rollout.status.clamped == 1 && rollout.status.new.mean == 1)
  }

  @Test("refuses settings that cannot be") func settings() {
    func refused(_ setting: String, _ make: () throws -> RolloutSettings) {
      do {
        _ = try make()
        Issue.record("\(setting) was taken")
      } catch {
        #expect((error as? RolloutError)?.setting == setting)
      }
    }
    for share in [0, 1, -0.1, Double.nan] { refused("share") { try RolloutSettings(share: share) } }
    for margin in [-0.1, Double.nan, .infinity] { refused("margin") { try RolloutSettings(margin: margin) } }
    for level in [0, 1, Double.nan] { refused("level") { try RolloutSettings(level: level) } }
    refused("minimum") { try RolloutSettings(minimum: 0) }
    refused("rewards") { try RolloutSettings(rewards: 1...1) }
    refused("rewards") { try RolloutSettings(rewards: 0...Double.infinity) }
  }
}
