import MusterCore
import MusterMath
import Testing

@testable import MusterServer

@Suite("What an agent is trusted with") struct HealthMonitorTests {
  private let second: Nanoseconds = 1_000_000_000

  private func monitor(_ outcomes: String, at now: Instant = .zero) -> HealthMonitor {
    var monitor = HealthMonitor(HealthMonitor.Rules())
    for outcome in outcomes { monitor.observe(succeeded: outcome == "+", concurrency: 10, at: now) }
    return monitor
  }

  /// By hand: a failure is evidence of ln(0.55 / 0.1) = 1.70, a success of ln(0.45 / 0.9) = -0.69 while the share
  /// of failures is at most a tenth; five failures make 8.28 (their own share counts from the sixth on).
  @Test func aDeadAgentIsFoundAfterFiveTries() {
    #expect(monitor("----").state == .trusted)
    #expect(abs(monitor("--").sum - 2 * 1.7047480922) < 1e-9)
    #expect(abs(monitor("--+").sum - (2 * 1.7047480922 - 0.6931471806)) < 1e-9)
    #expect(monitor("-----").state == .quarantined(until: Instant(10 * second)))
    #expect(monitor("-----").allowance(concurrency: 10) == 0)
  }

  /// 100 agents that fail a tenth of their tries, 1,000 tries each: an alarm every 18,600 tries makes about 5.
  @Test func whoFailsAsUsualIsLeftAlone() {
    var alarms = 0
    var failing = 0
    for seed in 0..<100 as Range<UInt64> {
      var random = Random(seed: seed)
      var usual = HealthMonitor(HealthMonitor.Rules())
      var half = usual
      for _ in 0..<1000 { usual.observe(succeeded: random.unit() >= 0.1, concurrency: 10, at: .zero) }
      for _ in 0..<60 { half.observe(succeeded: random.unit() >= 0.5, concurrency: 10, at: .zero) }
      if usual.state != .trusted { alarms += 1 }
      if half.state != .trusted { failing += 1 }
    }
    #expect(alarms <= 15)
    #expect(failing >= 90)
  }

  @Test func aProbeThatFailsDoublesTheRestAndOneThatSucceedsStartsTheRamp() {
    var agent = monitor("-----")
    agent.advance(to: Instant(10 * second - 1))
    #expect(agent.allowance(concurrency: 10) == 0)
    agent.advance(to: Instant(10 * second))
    #expect(agent.allowance(concurrency: 10) == 1)
    agent.observe(succeeded: false, concurrency: 10, at: Instant(11 * second))
    #expect(agent.state == .quarantined(until: Instant(31 * second)))
    agent.advance(to: Instant(31 * second))
    var steps: [Int32] = []
    while agent.state != .trusted {
      let allowance = agent.allowance(concurrency: 10)
      if steps.last != allowance { steps.append(allowance) }
      agent.observe(succeeded: true, concurrency: 10, at: Instant(32 * second))
    }
    #expect(steps == [1, 3, 5, 10])
    #expect(agent.allowance(concurrency: 10) == .max)
  }

  /// It must find its way back however often one that fails a tenth of its tries stumbles.
  @Test func whoFailsAsUsualComesBack() {
    for seed in 0..<50 as Range<UInt64> {
      var random = Random(seed: seed)
      var agent = monitor("-----")
      var now = Instant.zero
      var tries = 0
      while agent.state != .trusted {
        agent.advance(to: now)
        if case .quarantined(let until) = agent.state { now = until; continue }
        agent.observe(succeeded: random.unit() >= 0.1, concurrency: 8, at: now)
        tries += 1
      }
      #expect(tries < 200)
    }
  }

  @Test func aUsedUpLimitIsNoFault() {
    var agent = monitor("+")
    agent.hold(until: Instant(second))
    #expect(agent.allowance(concurrency: 10) == 0)
    agent.advance(to: Instant(second))
    #expect(agent.state == .trusted)
  }
}
