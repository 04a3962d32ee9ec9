import MusterCore
import MusterMath
import Testing

@testable import MusterPolicy

@Suite("The knowledge gradient") struct KnowledgeGradientTests {
  @Test("believes what the whole normal model gives", arguments: 0..<10 as Range<UInt64>)
  func belief(seed: UInt64) {
    var random = Random(seed: seed)
    let n = 5
    let x = (0..<n).map { _ in 2 * random.unit() - 1 }
    let counts = (0..<n).map { _ in Double(random.below(4)) }
    let sums = counts.map { $0 * random.unit() }
    var line = PriceLine(noise: 0.4, spread: 0.2, slope: 0.15)
    line.update(x: x, counts: counts, sums: sums)
    // The joint prior of the means, and one observation after the other: the Kalman update, of another kind than
    // the two-stage solution under test.
    var mean = x.map { 0.5 + 0.15 * $0 }
    var cov = Array(repeating: Array(repeating: 0.0, count: n), count: n)
    for i in 0..<n {
      for j in 0..<n { cov[i][j] = 0.09 + 0.01 * x[i] * x[j] }
      cov[i][i] += 0.04
    }
    for i in 0..<n {
      for _ in 0..<Int(counts[i]) {
        let total = cov[i][i] + 0.16
        let gain = (0..<n).map { cov[$0][i] / total }
        let surprise = sums[i] / counts[i] - mean[i]
        let row = cov[i]
        for j in 0..<n {
          mean[j] += gain[j] * surprise
          for k in 0..<n { cov[j][k] -= gain[j] * row[k] }
        }
      }
    }
    for i in 0..<n {
      #expect((line.means[i] - mean[i]).magnitude < 1e-12)
      #expect((line.variances[i] - cov[i][i]).magnitude < 1e-12)
    }
  }

  @Test("knows what a choice gains") func loss() {
    // Python 3: z * math.erfc(-z / sqrt(2)) / 2 + exp(-z * z / 2) / sqrt(2 * pi).
    for (z, gain) in [
      (0, 0.3989422804014327), (-0.1, 0.3509353312047147), (-1, 0.0833154705876863),
      (-2, 0.00849070261682964), (-2.5, 0.00200413717912819),
    ] {
      #expect((NormalLoss.gain(z) / gain - 1).magnitude < 1e-12)
    }
    // The asymptotic series phi(z) / z^2 (1 - 3/z^2 + 15/z^4 - 105/z^6 + 945/z^8 - 10395/z^10).
    for z in [-8.0, -12, -30] {
      let s = 1 / (z * z)
      let series = 1 - 3 * s * (1 - 5 * s * (1 - 7 * s * (1 - 9 * s * (1 - 11 * s))))
      let gain = Portable.exp(-z * z / 2) * 0.3989422804014327 * s * series
      #expect((NormalLoss.gain(z) / gain - 1).magnitude < 1e-5)
    }
    #expect(NormalLoss.gain(-40) == 0)
    #expect((NormalLoss.gain(-2) / NormalLoss.gain(-1.999_999_999) - 1).magnitude < 1e-7)
  }

  private static func fixture(_ prices: [Int64]) -> FrameFixture {
    var list = agents(prices.count)
    for (index, price) in prices.enumerated() { list[index].price = Price(perTask: price) }
    var fixture = FrameFixture(agents: list)
    fixture.offer([task(1)])
    return fixture
  }

  private static func choice(_ policy: inout Pipeline, _ fixture: FrameFixture) -> Int32 {
    var frame = fixture.frame
    var plan = Plan()
    policy.plan(&frame, into: &plan)
    return plan.agents[0]
  }

  private static func teach(_ policy: inout Pipeline, _ agent: UInt64, _ rewards: [Double], from: UInt64 = 0)
  {
    policy.observe(
      rewards.enumerated().map { index, reward in
        Outcome(
          decision: DecisionID(1000 * agent + from + UInt64(index)), task: TaskID(1), kind: KindID(0),
          tenant: TenantID(0), agent: AgentID(agent), agentRow: 0, succeeded: reward > 0, reward: reward,
          cost: 0,
          duration: 1)
      })
  }

  @Test("begins with the dearest, and learns that the cheapest is as good") func prior() throws {
    let fixture = Self.fixture([1_000, 10_000, 100_000])
    var policy = try Sentence("knowledge-gradient").policy()
    #expect(Self.choice(&policy, fixture) == 2)
    Self.teach(&policy, 3, Array(repeating: 0, count: 12))
    #expect(Self.choice(&policy, fixture) != 2)
    Self.teach(&policy, 1, Array(repeating: 1, count: 12))
    #expect(Self.choice(&policy, fixture) == 0)
    // All free: prices say nothing, and nothing is undefined.
    var free = try Sentence("knowledge-gradient").policy()
    #expect(Self.choice(&free, Self.fixture([0, 0, 0])) >= 0)
  }

  @Test("goes by the feature or by the quote") func origin() throws {
    var list = agents(2)
    list[0].price = Price(perTask: 10)
    list[0].features = [5]
    list[1].price = Price(perTask: 1_000_000)
    list[1].features = [0.5]
    var fixture = FrameFixture(agents: list)
    fixture.offer([task(1)])
    var feature = try Sentence("knowledge-gradient").policy()
    var quote = try Sentence("knowledge-gradient(price: quote)").policy()
    #expect(Self.choice(&feature, fixture) == 0)
    #expect(Self.choice(&quote, fixture) == 1)
  }

  @Test("tries an agent whose record is short, where the horizon is long") func horizon() throws {
    let fixture = Self.fixture([1000, 1000])
    for (sentence, chosen) in [
      ("knowledge-gradient(horizon: 0)", 0), ("knowledge-gradient(horizon: 200)", 1),
    ] {
      var policy = try Sentence(sentence).policy()
      Self.teach(&policy, 1, Array(repeating: 0.6, count: 200))
      Self.teach(&policy, 2, [0.5])
      #expect(Self.choice(&policy, fixture) == Int32(chosen))
    }
  }

  @Test("counts a corrected reward once") func corrected() throws {
    var policy = try Sentence("knowledge-gradient").policy()
    Self.teach(&policy, 1, [1, 0, 0.5])
    var other = try Sentence("knowledge-gradient").policy()
    Self.teach(&other, 1, [0, 0, 0.5])
    other.observe([
      Outcome(
        decision: DecisionID(1000), task: TaskID(1), kind: KindID(0), tenant: TenantID(0), agent: AgentID(1),
        agentRow: 0, succeeded: true, reward: 1, cost: 0, duration: 1, isCorrection: true)
    ])
    #expect(policy.snapshot() == other.snapshot())
  }
}
