import MusterCore
import MusterMath
import Testing

@testable import MusterPolicy

@Suite struct RunTimesTests {
  private func outcome(
    _ agent: UInt64, kind: UInt32, seconds: Double, _ change: (inout Outcome) -> Void = { _ in }
  ) -> Outcome {
    var outcome = Outcome(
      decision: DecisionID(0), task: TaskID(1), kind: KindID(kind), tenant: TenantID(0),
      agent: AgentID(agent), agentRow: Int(agent) - 1, succeeded: true, reward: 1, cost: 0,
      duration: Instant(seconds: seconds).nanoseconds)
    change(&outcome)
    return outcome
  }

  private let frame = FrameFixture(agents: (1...3).map { Agent(id: AgentID($0)) }).frame

  private func rates(_ times: RunTimes) -> [Double] {
    var times = times
    return times.numbers(in: frame).map { times.rate($0) }
  }

  /// Means are those of successes, by kind and in all; of what was never seen nothing is said.
  @Test func meansOfSuccesses() {
    var times = RunTimes()
    #expect(times.isEmpty && times.meanSeconds == nil && times.seconds(KindID(1)) == nil)
    #expect(rates(times) == [1, 1, 1])
    times.observe([
      outcome(1, kind: 1, seconds: 10), outcome(2, kind: 1, seconds: 30), outcome(3, kind: 2, seconds: 80),
      outcome(1, kind: 1, seconds: 1000) { $0.succeeded = false },
      outcome(1, kind: 1, seconds: 1000) { $0.isCorrection = true },
    ])
    #expect(times.seconds(KindID(1)) == 20 && times.seconds(KindID(2)) == 80 && times.meanSeconds == 40)
    #expect(times.seconds(KindID(3)) == nil)
  }

  /// An agent that takes e times as long as is usual is found at the rate that the formula gives, and nobody is faster
  /// than usual; kinds of very different length do not matter.
  @Test func slowAgentsAreSeen() {
    var times = RunTimes()
    // The kind's mean logarithm stays 0 and that of the other ln 100, whatever agents 1 and 2 add by turns.
    for kind in [0, 1] as [UInt32] { times.observe([outcome(3, kind: kind, seconds: kind == 0 ? 1 : 100)]) }
    let e = Portable.exp(1)
    times.observe([outcome(1, kind: 0, seconds: e)])
    // One task at 1 / e, four at 1 in the balance.
    #expect(abs(rates(times)[0] - Portable.exp(-0.2)) < 1e-6)
    times.observe([outcome(2, kind: 1, seconds: 1)])
    #expect(rates(times)[1] == 1 && rates(times)[2] == 1)
    for _ in 0..<200 { times.observe([outcome(3, kind: 0, seconds: 1), outcome(1, kind: 0, seconds: 100)]) }
    // Bounded by e^-3, which ten of fourteen weigh.
    #expect(rates(times)[0] > Portable.exp(-3) && rates(times)[0] < 0.25)
    // It is fast again, and that is seen too.
    for _ in 0..<60 { times.observe([outcome(3, kind: 1, seconds: 100), outcome(1, kind: 1, seconds: 100)]) }
    #expect(rates(times)[0] > 0.9)
  }

  /// A snapshot says all, and bytes that are cut, impossible or another's are refused.
  @Test func snapshots() throws {
    var times = RunTimes()
    #expect(times.snapshot().isEmpty)
    for agent in 1...3 as ClosedRange<UInt64> {
      for kind in 0..<4 as Range<UInt32> {
        times.observe([outcome(agent, kind: kind, seconds: Double(agent) * Double(kind + 1))])
      }
    }
    let bytes = times.snapshot()
    var other = try RunTimes(bytes, word: "test")
    #expect(other.snapshot() == bytes && rates(other) == rates(times))
    for times in [times, other] { #expect(times.seconds(KindID(2)) == 6) }
    let next = outcome(2, kind: 1, seconds: 9)
    times.observe([next])
    other.observe([next])
    #expect(other.snapshot() == times.snapshot())
    for end in bytes.indices.dropFirst() {
      #expect(throws: PolicyError.self) { try RunTimes(Array(bytes[..<end]), word: "test") }
    }
    #expect(throws: PolicyError.self) { try RunTimes(bytes + [0], word: "test") }
    var doubled = ByteWriter()
    doubled.varint(2)
    for _ in 0..<2 {
      doubled.varint(7)
      for _ in 0..<3 { doubled.double(1) }
    }
    for _ in 0..<3 { doubled.double(1) }
    doubled.varint(0)
    #expect(throws: PolicyError.self) { try RunTimes(doubled.bytes, word: "test") }
  }
}
