@testable import MusterCore

/// One fact of each kind and the bytes of its record, in the order of the tags. The bytes are in logs: when a
/// test fails against them, the codec is wrong, not the table. A new form is a new `FactCodec.version`.
let goldenFacts: [(fact: Fact, hex: String)] = [
  (Fact(at: .zero, .defined(.skill, index: 2, name: "ocr")), ""),
  (Fact(at: Instant(1), .tenantSet(Tenant(id: TenantID(3), weight: 0.5, budget: 1_000_000))), ""),
  (Fact(at: Instant(2_000_000_000), .agentJoined(goldenAgent)), ""),
  (Fact(at: Instant(2_000_000_000), .agentChanged(Agent(id: AgentID(7)))), ""),
  (Fact(at: Instant(2_000_000_001), .agentDraining(AgentID(7))), ""),
  (Fact(at: Instant(2_000_000_001), .agentSuspected(AgentID(300))), ""),
  (Fact(at: Instant(2_000_000_001), .agentCleared(AgentID(300))), ""),
  (Fact(at: Instant(2_000_000_001), .agentLeft(AgentID(7), .silent)), ""),
  (Fact(at: .never, .heartbeat(AgentID(7))), ""),
  (Fact(at: Instant(5), .submitted(goldenTask)), ""),
  (Fact(at: Instant(-5), .retried(TaskID(42))), ""),
  (Fact(at: Instant(6), .leased(goldenLease)), ""),
  (Fact(at: Instant(6), .explained(DecisionID(11), TaskID(42), goldenExplanation)), ""),
  (Fact(at: Instant(7), .started(LeaseID(9), TaskID(42))), ""),
  (Fact(at: Instant(8), .renewed(LeaseID(9), TaskID(42), until: Instant(30_000_000_000))), ""),
  (
    Fact(
      at: Instant(9),
      .revoked(
        LeaseID(9), TaskID(42), .preempted, moving: MigrationCost(trafficMiB: 1536, downtimeSeconds: 0.25))),
    ""
  ),
  (Fact(at: Instant(9), .attemptFailed(LeaseID(9), TaskID(42), charge: 250, retryAt: Instant(1000))), ""),
  (
    Fact(
      at: Instant(10),
      .ended(
        Ending(
          task: TaskID(42), end: .succeeded, reason: .reported, lease: LeaseID(9), charge: 250, overrun: 3,
          reward: 0.75))), ""
  ),
  (Fact(at: Instant(10), .reportIgnored(LeaseID(9), TaskID(42), .taskEnded)), ""),
  (Fact(at: Instant(11), .feedback(TaskID(42), reward: -1)), ""),
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

private let goldenExplanation = Explanation(
  candidateCount: 12, agents: [AgentID(7), AgentID(300)], scores: [3.25, 3], features: [1, 0])
