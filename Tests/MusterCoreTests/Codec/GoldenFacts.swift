@testable import MusterCore

/// One fact of each kind and the bytes of its record, in the order of the tags. The bytes are in logs: when a
/// test fails against them, the codec is wrong, not the table. A new form is a new `FactCodec.version`.
let goldenFacts: [(fact: Fact, hex: String)] = [
  (Fact(at: .zero, .defined(.skill, index: 2, name: "ocr")), "01 01 03 02 03 6f 63 72"),
  (
    Fact(at: Instant(1), .tenantSet(Tenant(id: TenantID(3), weight: 0.5, budget: 1_000_000))),
    "02 03 03 bf c0 03 81 89 7a"
  ),
  (
    Fact(at: Instant(2_000_000_000), .agentJoined(goldenAgent)),
    """
    03 81 d0 ac f3 0e 07 05 67 70 75 2d 37 01 02 80 e8 07 80 80 20 08 02 02 01 01 21 14 28 a0 c2 1e
    80 92 f4 01 bf f0 03 81 ad e2 04 02 00 00 80 3f 00 00 00 bf
    """
  ),
  (
    Fact(at: Instant(2_000_000_000), .agentChanged(Agent(id: AgentID(7)))),
    """
    04 81 d0 ac f3 0e 07 00 00 00 00 00 00 00 00 00 00 00 bf e0 03 00 00
    """
  ),
  (Fact(at: Instant(2_000_000_001), .agentDraining(AgentID(7))), "05 83 d0 ac f3 0e 07"),
  (Fact(at: Instant(2_000_000_001), .agentSuspected(AgentID(300))), "06 83 d0 ac f3 0e ac 02"),
  (Fact(at: Instant(2_000_000_001), .agentCleared(AgentID(300))), "07 83 d0 ac f3 0e ac 02"),
  (Fact(at: Instant(2_000_000_001), .agentLeft(AgentID(7), .silent)), "08 83 d0 ac f3 0e 07 01"),
  (Fact(at: .never, .heartbeat(AgentID(7))), "09 00 07"),
  (
    Fact(at: Instant(5), .submitted(goldenTask)),
    """
    0a 0b 2a 03 01 02 c0 3e 80 80 01 02 d0 0f 04 02 00 01 40 05 81 e0 ba 84 bf 03 81 a8 d6 b9 07 a1
    9c 01 04 81 94 eb dc 03 81 c0 b2 cd 3b 00 00 80 3e 06 04 e0 12 a0 06 81 b0 9d c2 df 01 c0 a0 02
    c0 b2 01 02 28 29 01 00 00 00 3f 03 08 6f 72 64 65 72 2d 34 32 0a 73 33 3a 2f 2f 69 6e 2f 34 32
    """
  ),
  (Fact(at: Instant(-5), .retried(TaskID(42))), "0b 0a 2a"),
  (
    Fact(at: Instant(6), .leased(goldenLease)),
    """
    0c 0d 09 2a 07 05 00 f4 03 0b bf c0 03 c0 14 bf e0 03
    """
  ),
  (
    Fact(at: Instant(6), .explained(DecisionID(11), TaskID(42), goldenExplanation)),
    """
    0d 0d 0b 2a 18 02 07 ac 02 02 00 00 50 40 00 00 40 40 02 00 00 80 3f 00 00 00 00
    """
  ),
  (Fact(at: Instant(7), .started(LeaseID(9), TaskID(42))), "0e 0f 09 2a"),
  (
    Fact(at: Instant(8), .renewed(LeaseID(9), TaskID(42), until: Instant(30_000_000_000))),
    "0f 11 09 2a 81 b0 9d c2 df 01"
  ),
  (
    Fact(
      at: Instant(9),
      .revoked(
        LeaseID(9), TaskID(42), .preempted, moving: MigrationCost(trafficMiB: 1536, downtimeSeconds: 0.25))),
    "10 13 09 2a 02 c0 b0 02 bf a0 03"
  ),
  (
    Fact(
      at: Instant(9), .attemptFailed(LeaseID(9), TaskID(42), charge: 250, retryAt: Instant(1000), turns: nil)),
    "11 13 09 2a f4 03 d1 0f"
  ),
  (
    Fact(
      at: Instant(10),
      .ended(
        Ending(
          task: TaskID(42), end: .succeeded, reason: .reported, lease: LeaseID(9), charge: 250, overrun: 3,
          reward: 0.75))), "12 15 2a 00 00 09 f4 03 06 bf d0 03"
  ),
  (Fact(at: Instant(10), .reportIgnored(LeaseID(9), TaskID(42), .taskEnded)), "13 15 09 2a 01"),
  (Fact(at: Instant(11), .feedback(TaskID(42), reward: -1)), "14 17 2a bf e1 03"),
  (Fact(at: Instant(12), .noted(subject: 300, tag: 7, bytes: [0xca, 0xfe])), "15 19 ac 02 07 02 ca fe"),
  (Fact(at: Instant(13), .agentThrottled(AgentID(300), limit: 2)), "16 1b ac 02 05"),
  (
    Fact(at: Instant(1), .tenantSet(Tenant(id: TenantID(3), weight: 0.5, budget: 1_000_000, floor: 2))),
    "17 03 03 bf c0 03 81 89 7a 04"
  ),
  (
    Fact(
      at: Instant(6),
      .leased(
        goldenLease.with(
          Allowance(
            turns: TurnCap(limit: 20, extra: 10, notice: 3), tries: 2, examples: 5, agents: 3, weight: 1.5)))),
    "18 0d 09 2a 07 05 00 f4 03 0b bf c0 03 c0 14 bf e0 03 1f 28 14 06 04 0a 06 bf f0 03"
  ),
  (
    Fact(
      at: Instant(9), .attemptFailed(LeaseID(9), TaskID(42), charge: 250, retryAt: Instant(1000), turns: 7)),
    "19 13 09 2a f4 03 d1 0f 0e"
  ),
  (
    Fact(
      at: Instant(10),
      .ended(
        Ending(
          task: TaskID(42), end: .succeeded, reason: .ballotDecided, reward: 0.75, turns: nil, answers: [258],
          winner: TaskID(43)))),
    "1a 15 2a 00 09 00 00 00 bf d0 03 00 01 02 01 00 00 00 00 00 00 01 2b"
  ),
  (Fact(at: Instant(14), .graded(LeaseID(9), TaskID(42), confidence: 0.75)), "1b 1d 09 2a bf d0 03"),
  (
    Fact(
      at: Instant(10),
      .ended(
        Ending(
          task: TaskID(42), end: .succeeded, reason: .reported, lease: LeaseID(9), charge: 250, overrun: 3,
          reward: 0.75, outputTokens: 20, grades: [Grade("ok", 0.5)]))),
    "1c 15 2a 00 00 09 f4 03 06 bf d0 03 28 01 02 6f 6b bf c0 03 00"
  ),
  (Fact(at: Instant(15), .settled(LeaseID(9), TaskID(42), charge: 250, overrun: 3)), "1d 1f 09 2a f4 03 06"),
]

private let goldenAgent = Agent(
  id: AgentID(7), name: "gpu-7", role: RoleID(1), capacity: Resources(cpuMilli: 64_000, memoryMiB: 262_144),
  deviceCount: 8, deviceModel: 2, skills: SkillSet([0, 64]), concurrency: 16,
  price: Price(perTask: 10, perSecond: 20, perMillionInputTokens: 250_000, perMillionOutputTokens: 2_000_000),
  speed: 1.5, budget: 5_000_000, features: [1, -0.5])

private let goldenTask: Task = {
  var task = Task(
    id: TaskID(42), tenant: TenantID(3), kind: KindID(1),
    demand: Demand(
      resources: Resources(cpuMilli: 4000, memoryMiB: 8192), devices: DeviceDemand(count: 2, milliEach: 1000),
      models: 0b100, skills: SkillSet([64])), value: 2, priority: -3, deadline: Instant(60_000_000_000),
    patience: 1_000_000_000, budget: 10_000,
    retry: RetryRule(attempts: 4, backoff: 500_000_000, backoffLimit: 8_000_000_000, jitter: 0.25),
    gang: GangID(6), inputTokens: 1200, outputTokenLimit: 400, timeLimit: 30_000_000_000,
    footprint: Footprint(memoryMiB: 1024, dirtyMiBPerSecond: 100), dependencies: [TaskID(40), TaskID(41)],
    features: [0.5], idempotencyKey: "order-42", payload: "s3://in/42")
  task.gangSize = 2
  return task
}()

private let goldenLease = Lease(
  id: LeaseID(9), task: TaskID(42), agent: AgentID(7), devices: 0b101, until: .never, reserve: 250,
  decision: DecisionID(11), propensity: 0.5, score: 3.25, effort: 1)

extension Lease {
  fileprivate func with(_ allowance: Allowance) -> Lease {
    var lease = self
    lease.allowance = allowance
    return lease
  }
}

private let goldenExplanation = Explanation(
  candidateCount: 12, agents: [AgentID(7), AgentID(300)], scores: [3.25, 3], features: [1, 0])
