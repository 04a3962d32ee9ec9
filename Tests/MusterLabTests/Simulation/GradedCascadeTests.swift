import MusterCore
import MusterLab
import MusterMath
import MusterPolicy
import Testing

/// Cascades by the confidence of a verifier that grades, through the whole simulation.
@Suite struct GradedCascadeTests {
  /// low, middle and high solve a third, a half and most of the tasks, each at ten times the cost of the one before.
  private static func trace(_ scratch: ScratchDirectory, _ keys: String, tasks: Int = 120) throws -> any Trace
  {
    var rows = "agent,task,resolved,cost_usd,turns\n"
    for (agent, name) in ["low", "middle", "high one"].enumerated() {
      var random = Random(seed: 5, stream: UInt64(agent))
      for task in 0..<tasks {
        let isRight = random.unit() < [0.33, 0.5, 0.9][agent]
        rows += "\(name),t-\(task),\(isRight ? 1 : 0),\([0.01, 0.1, 1][agent]),1\n"
      }
    }
    return try TraceCatalogue().open("outcomes:\(try scratch.write("o.csv", rows))?\(keys)")
  }

  private static func figures(_ trace: any Trace, _ policy: String) throws -> (solved: Double, cost: Double) {
    let result = try Comparison.run(try Sentence.parse(policy), named: policy, on: trace, seed: 1)
    func figure(_ name: String) -> Double { result.metrics.first { $0.name == name }?.value ?? .nan }
    return (figure("solvedPct"), figure("costPerTaskUSD"))
  }

  /// The result of a fit, counted on the table, is what the engine does with the sentence.
  @Test(arguments: CascadeFit.Method.allCases) func theFitIsWhatComesOut(method: CascadeFit.Method) throws {
    let scratch = try ScratchDirectory()
    let workload = try Self.trace(scratch, "verifier-strength=2").workload(seed: 1)
    let fit = try CascadeFit(to: workload, budget: 0.6, by: method)
    #expect(fit.tasks == 120)
    let several = fit.lines.filter { $0.stages.count > 1 }
    #expect(several.count > 2)
    for line in fit.lines {
      let trace = try Self.trace(scratch, "verifier-strength=2&attempts=\(line.stages.count)")
      let found = try Self.figures(trace, line.sentence)
      #expect((found.solved - line.solvedPct).magnitude < 1e-9, "\(line.sentence)")
      #expect((found.cost - line.costPerTaskUSD).magnitude < 1e-9, "\(line.sentence)")
    }
    let best = try #require(fit.best)
    #expect(fit.text.hasSuffix("attempts=\(best.stages.count)  \(best.sentence)\n"))
    let json = fit.json(trace: "a \"trace\"")
    #expect(json.hasPrefix("{\n  \"trace\": \"a \\\"trace\\\"\",\n  \"by\": \"\(method.rawValue)\""))
    let word = method == .selfVerification ? "self-verification" : "cascade"
    #expect(json.contains("\"attempts\":\(best.stages.count),\"sentence\":\"\(word)("))
  }

  @Test func thresholdsOfAHalfAreTheVerdictsAndOfNoneKeepAll() throws {
    let scratch = try ScratchDirectory()
    let trace = try Self.trace(scratch, "verifier-strength=1.5&attempts=3")
    let stages = "stages: \"low > middle > high one\""
    let plain = try Self.figures(trace, "cascade(\(stages))")
    #expect(try Self.figures(trace, "cascade(\(stages), thresholds: \"0.5 0.5\")") == plain)
    let first = try Self.figures(trace, "cascade(\(stages), thresholds: \"0 0\")")
    #expect(first.cost == 0.01 && first.solved < plain.solved)
    let last = try Self.figures(trace, "cascade(\(stages), thresholds: \"1 1\")")
    #expect((last.cost - 1.11).magnitude < 1e-12)
    #expect((last.solved - 90).magnitude < 15)
  }

  private static let policies = [
    "cascade(stages: \"low > middle > high one\", thresholds: \"0.8 0.3\")",
    AnswerCounts(
      patterns: [4, 2, 3, 3, 20, 20, 30, 30], bounds: [0.3, 0.8], right: [3, 9, 30, 3, 9, 40, 3, 20, 80],
      wrong: [40, 20, 5, 30, 15, 5, 6, 3, 1], costs: [0.01, 0.1, 1]
    ).sentence(stages: ["low", "middle", "high one"], worth: 3),
  ]

  private static func run(_ workload: Workload, _ sentence: String) throws -> Replay {
    try Replay(workload, seed: 1, policy: try Sentence.parse(sentence))
  }

  private static func grades(_ facts: [Fact]) -> [Event] {
    facts.map(\.event).filter { if case .graded = $0 { true } else { false } }
  }

  /// Whoever recovers from the log knows what the run knew and asks nobody; the log replayed decides the same again.
  @Test(arguments: policies) func theLogIsEnough(sentence: String) throws {
    let scratch = try ScratchDirectory()
    let workload = try Self.trace(scratch, "verifier-strength=2&attempts=3").workload(seed: 1)
    let ran = try Self.run(workload, sentence)
    let grades = Self.grades(ran.facts)
    let tries = ran.facts.count { if case .leased = $0.event { true } else { false } }
    #expect(grades.count == tries && tries > 150)

    let policy = try Sentence.parse(sentence)
    var recovered = Orchestrator(engine: Engine(ran.engine.configuration), policy: policy)
    for fact in ran.facts { try recovered.replay(fact) }
    #expect(recovered.engine.stateHash() == ran.engine.stateHash())
    #expect(recovered.policy.snapshot() == ran.policy.snapshot())

    let trace = try FactTrace(spec: "log:x", facts: ran.facts)
    #expect(Self.grades(try Self.run(trace.workload(seed: 1), sentence).facts) == grades)
    // Another policy decides otherwise about the answers that the log grades.
    let other = "cascade(stages: \"low > middle > high one\", thresholds: \"0 0\")"
    #expect(Self.grades(try Self.run(trace.workload(seed: 1), other).facts).count == 120)
  }

  @Test func aKeptAnswerIsWorthItsConfidence() throws {
    let scratch = try ScratchDirectory()
    let workload = try Self.trace(scratch, "verifier-strength=2&attempts=3").workload(seed: 1)
    var confidence = 0.0
    var kept: [Double] = []
    for fact in try Self.run(workload, Self.policies[0]).facts {
      if case .graded(_, _, let grade) = fact.event { confidence = grade }
      if case .ended(let ending) = fact.event {
        #expect(ending.end == .succeeded && ending.reward == confidence)
        kept.append(confidence)
      }
    }
    // The last stage's answers are kept whatever they are graded.
    #expect(kept.count == 120 && (kept.min() ?? 1) < 0.3)
  }

  /// At strength 2 evidence one deviation from the middle is on the wrong side in 15.87 % (normal tables); a
  /// confidence of p is right in the share p, at even odds.
  @Test func theVerifierGradesAsDeclared() throws {
    let count: UInt64 = 20_000
    let cells = (0..<count).map { OutcomeWorld.Cell(succeeded: $0 % 2 == 0, cost: 0, duration: 0) }
    let world = OutcomeWorld(cells: cells, agents: 1, verifierStrength: 2)
    var wrong = 0
    var bins = Array(repeating: (right: 0.0, sure: 0.0, count: 0.0), count: 10)
    for task in 1...count {
      let isRight = world.isRight(TaskID(task), on: AgentID(0)) == true
      let confidence = try #require(world.confidence(TaskID(task), AgentID(0)))
      #expect(world.accepts(TaskID(task), AgentID(0)) == (confidence >= 0.5))
      if isRight != (confidence >= 0.5) { wrong += 1 }
      let bin = min(9, Int(confidence * 10))
      bins[bin].right += isRight ? 1 : 0
      bins[bin].sure += confidence
      bins[bin].count += 1
    }
    // Standard deviation 52; within four.
    #expect((wrong - 3173).magnitude < 208)
    for bin in bins {
      let share = bin.right / bin.count
      #expect((share - bin.sure / bin.count).magnitude < 4 * (0.25 / bin.count).squareRoot())
    }
  }

  @Test func aVerifierEitherErrsOrGrades() throws {
    let scratch = try ScratchDirectory()
    #expect {
      try Self.trace(scratch, "verifier-strength=2&verifier-error=0.1")
    } throws: {
      "\($0)".contains("key verifier-error: found \"0.1\" beside verifier-strength, expected one of the two")
    }
  }
}
