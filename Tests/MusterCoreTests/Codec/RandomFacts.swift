import MusterMath

@testable import MusterCore

/// Facts with random contents: every field takes its extremes now and then.
struct RandomFacts {
  var random: Random
  /// Without them two equal facts compare as equal.
  var allowsNaN = false

  init(seed: UInt64, allowsNaN: Bool = false) {
    random = Random(seed: seed, stream: 0xfac7)
    self.allowsNaN = allowsNaN
  }

  mutating func fact(_ tag: EventTag) -> Fact { Fact(at: instant(), event(tag)) }

  mutating func event(_ tag: EventTag) -> Event {
    switch tag {
    case .defined: .defined(oneOf(NameSpace.allCases), index: number(), name: text())
    case .tenantSet: .tenantSet(Tenant(id: TenantID(number()), weight: double(), budget: number()))
    case .agentJoined: .agentJoined(agent())
    case .agentChanged: .agentChanged(agent())
    case .agentDraining: .agentDraining(AgentID(number()))
    case .agentSuspected: .agentSuspected(AgentID(number()))
    case .agentCleared: .agentCleared(AgentID(number()))
    case .agentLeft: .agentLeft(AgentID(number()), oneOf(LeaveReason.allCases))
    case .heartbeat: .heartbeat(AgentID(number()))
    case .submitted: .submitted(task())
    case .retried: .retried(TaskID(number()))
    case .leased:
      .leased(
        Lease(
          id: LeaseID(number()), task: TaskID(number()), agent: AgentID(number()), devices: number(),
          until: instant(), reserve: number(), decision: DecisionID(number()), propensity: double(),
          score: double(), effort: double()))
    case .leasedAllowed:
      .leased(
        Lease(
          id: LeaseID(number()), task: TaskID(number()), agent: AgentID(number()), devices: number(),
          until: instant(), reserve: number(), decision: DecisionID(number()), propensity: double(),
          score: double(), effort: double(), allowance: allowance()))
    case .explained:
      .explained(
        DecisionID(number()), TaskID(number()),
        Explanation(
          candidateCount: number(), agents: list { AgentID($0.number()) }, scores: list { $0.float() },
          features: list { $0.float() }))
    case .started: .started(LeaseID(number()), TaskID(number()))
    case .renewed: .renewed(LeaseID(number()), TaskID(number()), until: instant())
    case .revoked:
      .revoked(
        LeaseID(number()), TaskID(number()), oneOf(RevokeReason.allCases),
        moving: MigrationCost(trafficMiB: double(), downtimeSeconds: double()))
    case .graded: .graded(LeaseID(number()), TaskID(number()), confidence: double())
    case .attemptFailed:
      .attemptFailed(LeaseID(number()), TaskID(number()), charge: number(), retryAt: instant(), turns: nil)
    case .attemptFailedAfter:
      .attemptFailed(
        LeaseID(number()), TaskID(number()), charge: number(), retryAt: instant(), turns: number())
    case .endedSaying:
      .ended(
        Ending(
          task: TaskID(number()), end: oneOf(End.allCases), reason: oneOf(EndReason.allCases),
          lease: LeaseID(number()), charge: number(), overrun: number(), reward: double(),
          turns: random.bernoulli(0.5) ? number() : nil, answers: list { $0.number() },
          winner: TaskID(number())))
    case .ended:
      .ended(
        Ending(
          task: TaskID(number()), end: oneOf(End.allCases), reason: oneOf(EndReason.allCases),
          lease: LeaseID(number()), charge: number(), overrun: number(), reward: double()))
    case .endedMeasured:
      .ended(
        Ending(
          task: TaskID(number()), end: oneOf(End.allCases), reason: oneOf(EndReason.allCases),
          lease: LeaseID(number()), charge: number(), overrun: number(), reward: double(),
          turns: random.bernoulli(0.5) ? number() : nil, outputTokens: 7,
          grades: list { Grade($0.text(), $0.double()) }))
    case .settled: .settled(LeaseID(number()), TaskID(number()), charge: number(), overrun: number())
    case .reportIgnored:
      .reportIgnored(LeaseID(number()), TaskID(number()), oneOf(IgnoreReason.allCases))
    case .feedback: .feedback(TaskID(number()), reward: double())
    case .tenantFloored:
      .tenantSet(Tenant(id: TenantID(number()), weight: double(), budget: number(), floor: floor()))
    case .agentThrottled: .agentThrottled(AgentID(number()), limit: number())
    case .noted: .noted(subject: number(), tag: number(), bytes: list { $0.number() })
    }
  }

  /// Any allowance but none.
  private mutating func allowance() -> Allowance {
    Allowance(
      turns: random.bernoulli(0.5) ? TurnCap(limit: number(), extra: number(), notice: number()) : nil,
      tries: random.bernoulli(0.5) ? number() : nil, examples: random.bernoulli(0.5) ? number() : nil,
      agents: number(), weight: random.bernoulli(0.5) ? double() : nil,
      doubt: random.bernoulli(0.5) ? double() : nil)
  }

  private mutating func ask() -> Ask {
    var ask = Ask(
      oneOf(BallotRule.allCases), copies: list { TaskID($0.number()) },
      doubt: random.bernoulli(0.5) ? .infinity : double())
    ask.first = number()
    return ask
  }

  /// Any floor but none.
  private mutating func floor() -> Int32 {
    let floor: Int32 = number()
    return floor == 0 ? 1 : floor
  }

  mutating func task() -> Task {
    var task = Task(
      id: TaskID(number()), tenant: TenantID(number()), kind: KindID(number()), demand: demand(),
      value: double(),
      priority: number(), deadline: instant(), patience: number(), budget: number(),
      retry: RetryRule(
        attempts: number(), backoff: number(), backoffLimit: number(), jitter: float(),
        elsewhere: random.bernoulli(0.5)),
      gang: GangID(number()), inputTokens: number(), outputTokenLimit: number(), timeLimit: number(),
      footprint: Footprint(memoryMiB: double(), dirtyMiBPerSecond: double()),
      dependencies: list { TaskID($0.number()) }, features: list { $0.float() },
      idempotencyKey: random.bernoulli(0.5) ? text() : nil, payload: random.bernoulli(0.5) ? text() : nil)
    task.gangSize = number()
    if random.bernoulli(0.5) { task.terms = list { $0.number() } }
    if random.bernoulli(0.5) { task.prefix = list { $0.number() } }
    if random.bernoulli(0.3) { task.ask = ask() }
    if random.bernoulli(0.3) { task.ballot = TaskID(number()) }
    return task
  }

  mutating func agent() -> Agent {
    var agent = Agent(
      id: AgentID(number()), name: text(), role: RoleID(number()), capacity: resources(),
      deviceCount: number(),
      deviceModel: number() & 0x3f, skills: skills(), concurrency: number(),
      price: Price(
        perTask: number(), perSecond: number(), perMillionInputTokens: number(),
        perMillionOutputTokens: number()),
      speed: double(), budget: number(), features: list { $0.float() })
    agent.isWatched = double() < 0
    agent.leavesAt = Instant(number())
    return agent
  }

  private mutating func demand() -> Demand {
    Demand(
      resources: resources(), devices: DeviceDemand(count: number(), milliEach: number()), models: number(),
      skills: skills())
  }

  private mutating func resources() -> Resources {
    var resources = Resources.zero
    for lane in 0..<random.below(Resources.dimensions + 1) { resources[lane] = number() }
    return resources
  }

  private mutating func skills() -> SkillSet {
    SkillSet(list { $0.random.below(SkillSet.limit) })
  }

  private mutating func oneOf<T>(_ values: [T]) -> T { values[random.below(values.count)] }

  private mutating func list<T>(_ element: (inout RandomFacts) -> T) -> [T] {
    let count = random.bernoulli(0.3) ? 0 : random.below(9)
    var values: [T] = []
    for _ in 0..<count { values.append(element(&self)) }
    return values
  }

  private mutating func text() -> String {
    oneOf([
      "", "a", "gpt-5-mini", "naïve – ☃ 🐈\u{200d}⬛", "with\0zero", String(repeating: "long ", count: 40),
    ])
  }

  private mutating func instant() -> Instant { Instant(number()) }

  /// Small, any, or an extreme.
  private mutating func number<T: FixedWidthInteger>() -> T {
    switch random.below(4) {
    case 0: T(truncatingIfNeeded: random.below(100))
    case 1: oneOf([T.min, T.max, 0, 1, T.max - 1, T.min + 1])
    default: T(truncatingIfNeeded: random.next() >> UInt64(random.below(64)))
    }
  }

  private mutating func double() -> Double {
    switch random.below(5) {
    case 0: Double(random.below(100))
    case 1: oneOf([0, -0.0, 1, -.infinity, .infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude])
    case 2 where allowsNaN: Double(bitPattern: random.next() | 0x7ff0_0000_0000_0001)
    default: random.normal()
    }
  }

  private mutating func float() -> Float {
    if allowsNaN && random.bernoulli(0.1) {
      return Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    }
    return random.bernoulli(0.2) ? oneOf([0, -0.0, 1, .infinity, -.infinity]) : Float(random.normal())
  }
}
