import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("A match") struct MatchTests {
  /// Five agents with 0, 1, 1, 2 and 3 tasks: a tie among them.
  static func uneven(seed: UInt64 = 3) -> FrameFixture {
    var fixture = FrameFixture(agents: agents(5), seed: seed)
    for (row, count) in [0, 1, 1, 2, 3].enumerated() {
      for _ in 0..<count { fixture.place(task(100), on: row) }
    }
    fixture.offer([task()])
    return fixture
  }

  @Test(
    "has propensities that sum to 1 and are met by the draws",
    arguments: [
      "random", "feasible | random | sampled", "feasible | random | power-of-two",
      "feasible | sample(3) | random | best",
      "feasible | random | top(2) | best", "feasible | least-loaded(by: tasks) | power-of-two",
      "feasible | power-of-two", "feasible | sampled", "feasible | least-loaded(by: tasks) | sampled",
      "feasible | least-loaded(by: tasks) | sampled(0.4)",
      "feasible | least-loaded(by: tasks) | top(3) | sampled(2)",
      "feasible | least-loaded | best", "round-robin", "feasible | least-loaded(by: tasks) | explore(0.3)",
      "feasible | explore(1)", "feasible | least-loaded | explore(0)", "feasible | random | explore(0.2)",
    ])
  func propensities(sentence: String) throws {
    let rounds = 20_000
    var fixture = MatchTests.uneven()
    var policy = try Sentence.parse(sentence)
    var made = Plan()
    var counts = Array(repeating: 0, count: 5)
    var propensities = Array(repeating: 0.0, count: 5)
    for _ in 0..<rounds {
      policy.plan(&fixture.frame, into: &made)
      let row = Int(made.agents[0])
      #expect(counts[row] == 0 || propensities[row] == made.propensities[0])
      counts[row] += 1
      propensities[row] = made.propensities[0]
      fixture.decideAgain()
    }
    #expect(abs(propensities.reduce(0, +) - 1) < 1e-12)
    // Asked for all agents at once, it says the same.
    var told: [Double] = []
    #expect(policy.probabilities(of: 0, in: fixture.frame, into: &told))
    #expect(zip(told, propensities).allSatisfy { abs($0 - $1) < 1e-12 }, "\(told) \(propensities)")
    for (count, p) in zip(counts, propensities) {
      let deviation = (Double(rounds) * p * (1 - p)).squareRoot()
      #expect(abs(Double(count) - Double(rounds) * p) <= 5 * deviation, "\(counts) \(propensities)")
    }
  }

  @Test(
    "says NaN where its propensity has no closed form",
    arguments: [
      "feasible | least-loaded | random | best", "feasible | random | least-loaded | sampled",
      "feasible | sample(2) | least-loaded | best", "feasible | sample(2) | least-loaded | power-of-two",
      "feasible | sample(2) | round-robin", "sample(3) | feasible | random",
    ])
  func unknown(sentence: String) throws {
    #expect(try plan(sentence, MatchTests.uneven()).propensities[0].isNaN)
  }

  /// By trial, where there is no closed form: what the policy does in as many decisions of its own.
  @Test(
    "has probabilities by trial that its choices meet",
    arguments: [
      "feasible | least-loaded(by: tasks) | random | best", "feasible | sample(2) | least-loaded | best",
      "feasible | least-loaded(by: tasks) | explore(0.3)",
    ])
  func trial(sentence: String) throws {
    let rounds = 4000
    var fixture = MatchTests.uneven()
    var policy = try Sentence.parse(sentence)
    var drawn: [Double] = []
    let before = fixture.frame
    policy.drawnProbabilities(of: 0, in: &fixture.frame, draws: rounds, into: &drawn)
    #expect(fixture.frame.mark == 0 && fixture.frame.firstDecision == before.firstDecision)
    #expect(abs(drawn.reduce(0, +) - 1) < 1e-9)
    var again: [Double] = []
    policy.drawnProbabilities(of: 0, in: &fixture.frame, draws: rounds, into: &again)
    #expect(drawn == again)
    var counts = Array(repeating: 0.0, count: 5)
    var made = Plan()
    for _ in 0..<rounds {
      policy.plan(&fixture.frame, into: &made)
      counts[Int(made.agents[0])] += 1 / Double(rounds)
      fixture.decideAgain()
    }
    for (p, q) in zip(drawn, counts) {
      #expect(
        abs(p - q) <= 5 * (2 * max(p * (1 - p), 0.001) / Double(rounds)).squareRoot(), "\(drawn) \(counts)")
    }
  }

  @Test("says of a task that must wait that nobody gets it") func waits() throws {
    var fixture = FrameFixture(agents: agents(3))
    fixture.offer([task(cpuMilli: 1 << 40)])
    for sentence in ["least-loaded", "explore", "sampled", "random", "power-of-two", "round-robin"] {
      var policy = try Sentence.parse(sentence)
      var told: [Double] = []
      #expect(policy.probabilities(of: 0, in: fixture.frame, into: &told))
      #expect(told == [0, 0, 0])
    }
    // Without `feasible` the best may be one that has no room: then the task waits.
    for _ in 0..<8 { fixture.place(task(7), on: 1) }
    fixture.offer([task()])
    var policy = try Sentence.parse("skills | least-loaded(by: tasks, weight: -1) | best")
    var told: [Double] = []
    #expect(policy.probabilities(of: 0, in: fixture.frame, into: &told))
    #expect(told == [0, 0, 0])
  }

  @Test("best breaks ties by the pool's order") func ties() throws {
    for seed in 0..<50 as Range<UInt64> {
      for count in [1, 7, 8, 9, 16, 17, 31, 64, 65, 130] {
        var fixture = FrameFixture(agents: agents(count), seed: seed)
        for row in stride(from: 0, to: count - 1, by: 3) { fixture.place(task(50), on: row) }
        fixture.offer([task()])
        let pool = fixture.frame.pool
        let least = (0..<count).map { pool.inFlight[$0] }.min() ?? 0
        let first = (0..<count).filter { pool.inFlight[$0] == least }.min {
          pool.tieRank[$0] < pool.tieRank[$1]
        }
        #expect(try plan("least-loaded", fixture).agents == [Int32(first ?? -1)])
        // The same through the list of candidates.
        #expect(try plan("feasible | least-loaded | top(4)", fixture).agents == [Int32(first ?? -1)])
      }
    }
  }

  @Test("round-robin goes round, in one batch and over many, by whatever instance") func fairness() throws {
    var fixture = FrameFixture(agents: agents(7, cpuMilli: 1_000_000))
    var id: UInt64 = 0
    for _ in 0..<21 {
      var batch: [Task] = []
      for _ in 0..<5 {
        id += 1
        batch.append(task(id))
      }
      fixture.offer(batch)
      fixture.carryOut(try plan("round-robin", fixture))
      let counts = fixture.frame.pool.inFlight
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
    #expect(fixture.frame.pool.inFlight == Array(repeating: 15, count: 7))
    #expect(fixture.running.prefix(7).map(\.agent) == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test(
    "places gangs whole and gives back what it took for part of one",
    arguments: [
      "least-loaded", "round-robin", "power-of-two", "feasible | sampled", "random", "fgd",
    ])
  func gangs(sentence: String) throws {
    var fixture = FrameFixture(agents: agents(2, cpuMilli: 4000))
    let gang = (1...3).map { task(UInt64($0), cpuMilli: 2100, gang: GangID(1)) }
    let fits = (4...5).map { task(UInt64($0), cpuMilli: 3000, gang: GangID(2)) }
    fixture.offer(gang + fits + [task(6, cpuMilli: 1000), task(7, cpuMilli: 1500)])
    let made = try plan(sentence, fixture)
    #expect(made.agents[0..<3] == [-1, -1, -1])
    #expect(made.agents[3] >= 0 && made.agents[4] >= 0 && made.agents[3] != made.agents[4])
    #expect(made.agents[5] >= 0)
    #expect(made.agents[6] == -1)
    var frame = fixture.frame
    var policy = try Sentence.parse(sentence)
    var again = Plan()
    policy.plan(&frame, into: &again)
    #expect(frame.mark == 3)
  }

  @Test("explains itself: how many candidates, the best of them and their scores") func explanation() throws {
    var fixture = MatchTests.uneven()
    fixture.offer([task()], explaining: 3)
    let made = try plan("feasible | least-loaded(by: tasks)", fixture)
    let pool = fixture.frame.pool
    let tied = [1, 2].sorted { pool.tieRank[$0] < pool.tieRank[$1] }
    #expect(made.agents == [0])
    #expect(
      made.explanations == [
        Explanation(
          candidateCount: 5, agents: [0, tied[0], tied[1]].map { pool.agents[$0].id }, scores: [0, -1, -1])
      ])
  }

  @Test("random takes a random device with room for a share") func randomDevice() throws {
    var fixture = FrameFixture(agents: agents(1, devices: 4))
    fixture.place(task(9, DeviceDemand(count: 1, milliEach: 800)), on: 0, devices: 0b0010)
    fixture.offer([
      task(1, DeviceDemand(count: 1, milliEach: 300)), task(2, DeviceDemand(count: 2, milliEach: 1000)),
    ])
    var shared = [0, 0, 0, 0]
    let rounds = 9000
    for _ in 0..<rounds {
      let made = try plan("random", fixture)
      let mask = made.devices[0] ?? 0
      #expect(mask.nonzeroBitCount == 1)
      shared[mask.trailingZeroBitCount] += 1
      let whole = made.devices[1] ?? 0
      #expect(whole.nonzeroBitCount == 2 && whole & 0b0010 == 0 && whole & mask == 0)
      fixture.decideAgain()
    }
    #expect(shared[1] == 0)
    for device in [0, 2, 3] {
      #expect(abs(Double(shared[device]) - 3000) < 5 * (9000.0 * 2 / 9).squareRoot())
    }
  }
}
