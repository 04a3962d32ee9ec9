import MusterCore
import MusterMath
import MusterPolicy
import Testing

/// What a reward says of an outcome.
func reward(
  _ text: String, succeeded: Bool = true, reward: Double = 1, dollars: Double = 0, seconds: Double = 0,
  value: Double = 1, input: Int32 = 0, output: Int32 = 0, grades: [Grade] = [], rubric: Rubric? = nil
) throws -> Double {
  var credit = Credit(try RewardRule(text, rubric: rubric))
  let outcome = Outcome(
    decision: DecisionID(1), task: TaskID(1), kind: KindID(0), tenant: TenantID(0), agent: AgentID(1),
    agentRow: 0,
    succeeded: succeeded, reward: reward, cost: Int64(dollars * 1e6), duration: Nanoseconds(seconds * 1e9),
    value: value, inputTokens: input, outputTokens: output, grades: grades)
  return try counted(&credit, outcome)
}

/// What an outcome counts for.
func counted(_ credit: inout Credit, _ outcome: Outcome) throws -> Double {
  let credited = credit.apply(outcome)
  return try #require(credited).reward
}

/// How that comes about.
func account(_ credit: inout Credit, _ outcome: Outcome) throws -> RewardAccount {
  let account = credit.explain(outcome)
  return try #require(account)
}

@Suite("A formula of what counts") struct FormulaTests {
  /// By hand.
  @Test(
    arguments: [
      ("succeeded - 0.2*sqrt(seconds) - 0.15*dollars", 1 - 0.4 - 0.3),
      ("1 - 2 - 3", -4), ("2^3^2", 512), ("-2^2", -4), ("2^-1", 0.5), ("12/2/3", 2), ("1 + 2*3", 7),
      ("(1 + 2)*3", 9), ("--2", 2), ("1e3 + .5", 1000.5), ("3 < 4", 1), ("3 >= 4", 0), ("2 + 2 == 4", 1),
      ("2 != 2", 0), ("if(seconds > 3, 10, 20)", 10), ("if(seconds > 5, 10, 20)", 20), ("min(3, 1, 2)", 1),
      ("max(3, 1, 2)", 3), ("clamp(seconds, 0, 2.5)", 2.5), ("abs(1 - seconds)", 3), ("exp(0) + log(1)", 1),
      ("cost*duration", 8), ("tokens - input_tokens", 20), ("output_tokens/2", 10), ("value*reward", 1.5),
      ("agreement + has(agreement)", 0), ("grade(tone) + has(\"tone\")", 1.25), ("0^0", 1),
    ] as [(String, Double)])
  func isWorkedOut(text: String, expected: Double) throws {
    let found = try reward(
      text, reward: 0.5, dollars: 2, seconds: 4, value: 3, input: 300, output: 20,
      grades: [Grade("tone", 0.25)])
    #expect((found - expected).magnitude < 1e-12)
  }

  @Test(arguments: [
    ("", "column 1: the reward is empty; expected a formula such as \"succeeded - 0.2*sqrt(seconds)\""),
    ("suceeded", "column 1: unknown field \"suceeded\"; did you mean \"succeeded\"?"),
    ("1 + sqr(2)", "column 5: unknown function \"sqr\"; did you mean \"sqrt\"?"),
    ("(1 + 2", "column 1: \"(\" without its other half"),
    ("1 + 2)", "column 6: \")\" without its other half"),
    ("1 +", "column 4: found the end, expected a value"),
    ("1 2", "column 3: found 2.0, expected an operator or the end"),
    ("1 < 2 < 3", "column 7: found \"<\", expected one comparison only; use brackets"),
    ("clamp(1, 2)", "column 1: \"clamp\" has 2 arguments, expected 3: clamp(value, from, to)"),
    ("1 $ 2", "column 3: found \"$\", expected a number, a name or an operator"),
    ("has(rubric)", "column 1: \"rubric\" is not declared: give one (muster: --rubric FILE, serve: rubric)"),
    ("grade(\"a)", "column 7: \"\"\" without its other half"),
    ("{a: 1, a: 2}", "column 8: the part \"a\" twice, expected once"),
    ("{a: 1, b: 2", "column 1: \"{\" without its other half"),
    ("{a: 1} by wieghts(a: 1)", "column 11: unknown scheme \"wieghts\"; did you mean \"weights\"?"),
    ("{a: 1} by weights(b: 1)", "column 19: unknown part \"b\"; did you mean \"a\"?"),
    ("{a: 1} by hypervolume", "column 11: \"hypervolume\" is 1 parts, out of range; expected 2 or 3 parts"),
    (
      "{a: 1, b: 1} by gradient(rate: 0)",
      "column 26: \"rate\" is 0.0, out of range; expected a number from 1e-06 to 1000.0"
    ),
    ("stabilise(1, strenth: 2)", "column 14: unknown option \"strenth\"; did you mean \"strength\"?"),
    ("stabilise(1", "column 10: \"(\" without its other half"),
    (
      "1/seconds",
      "column 1: \"1/seconds\" is unbounded: \"seconds\" can be 0; expected what cannot, as in max(seconds, 0.001)"
    ),
    (
      "succeeded + log(seconds)",
      "column 13: \"log(seconds)\" is unbounded: \"seconds\" can be 0 or less; expected more than 0, as in log(1 + seconds)"
    ),
    (
      "exp(seconds)",
      "column 1: \"exp(seconds)\" is unbounded: \"seconds\" can be as large as 1000000000.0; expected at most 69"
    ),
    (
      "sqrt(reward)",
      "column 1: \"sqrt(reward)\" is unbounded: \"reward\" can be below 0; expected at least 0"
    ),
    (
      "reward^0.5",
      "column 1: \"reward^0.5\" is unbounded: \"reward\" can be below 0 under a power that is not whole"
    ),
    ("seconds^-1", "column 1: \"seconds^-1\" is unbounded: \"seconds\" can be 0 under a power below 0"),
    ("reward^3", "column 1: \"reward^3\" is unbounded: it may go beyond 1e+30"),
  ])
  func isRefusedWithThePlace(text: String, message: String) {
    #expect(performing: { _ = try RewardRule(text) }, throws: { "\($0)" == message })
  }

  @Test func isNotReadWithoutEnd() throws {
    let deep = String(repeating: "(", count: 1000) + "1" + String(repeating: ")", count: 1000)
    #expect(throws: FormulaError.self) { try RewardRule(deep) }
    #expect(throws: FormulaError.self) { try RewardRule(String(repeating: "2^", count: 1000) + "1") }
    #expect(try reward(String(repeating: "-", count: 1000) + "1") == 1)
    let many = (0..<17).map { "grade(g\($0))" }.joined(separator: " + ")
    #expect(throws: FormulaError(.tooMuch("fields", limit: 16), column: many.count - 9)) {
      try RewardRule(many)
    }
  }

  /// As much waits on the stack as can: a comparison, a sum, a product, a power and two arguments in each bracket.
  @Test func runsAsDeepAsItReads() throws {
    var (text, expected) = ("2", 2.0)
    for _ in 0..<5 {
      text = "clamp(0, 0, 1 > 2 + 1*1^if(1, 1, \(text)))"
      expected = 0
    }
    #expect(try reward(text) == expected)
  }

  /// Whatever is accepted stays within its bounds for every outcome, and is what its definition says.
  @Test func neverIsInfiniteOrNoNumber() throws {
    var random = Random(seed: 11)
    var (accepted, refused) = (0, 0)
    for _ in 0..<4000 {
      let formula = RandomFormula(&random, depth: 1 + random.below(4))
      let rule: RewardRule
      do throws(FormulaError) {
        rule = try RewardRule(formula.text)
      } catch {
        guard case .unbounded = error.reason else {
          Issue.record("\(formula.text): \(error)")
          continue
        }
        refused += 1
        continue
      }
      accepted += 1
      for _ in 0..<30 {
        let hostile = random.bernoulli(0.3)
        let fields: RandomFormula.Fields = (
          succeeded: Double(random.below(2)), reward: hostile ? 1e12 : random.normal(),
          dollars: hostile ? 1e9 : Double(random.below(2000)) / 1000, seconds: Double(random.below(3)) * 4,
          value: hostile ? -1e12 : random.normal()
        )
        var credit = Credit(rule)
        let outcome = Outcome(
          decision: DecisionID(1), task: TaskID(1), kind: KindID(0), tenant: TenantID(0), agent: AgentID(1),
          agentRow: 0, succeeded: fields.succeeded == 1, reward: fields.reward,
          cost: Int64((fields.dollars * 1e6).rounded()), duration: Nanoseconds(fields.seconds * 1e9),
          value: fields.value)
        var exact = fields
        exact.dollars = Double(outcome.cost) / 1e6
        let found = try counted(&credit, outcome)
        let expected = formula.value(exact)
        #expect(rule.range.contains(found) && found.isFinite, "\(formula.text)")
        #expect(
          (found - expected).magnitude <= 1e-12 * Swift.max(1, expected.magnitude),
          "\(formula.text): \(found), by definition \(expected)")
      }
    }
    #expect(accepted > 1000 && refused > 500)
  }

  /// The reference holds all there is, and its examples are true.
  @Test func isDescribed() throws {
    for example in RewardReference.examples { _ = try RewardRule(example) }
    let terms = RewardReference.sections.flatMap(\.entries).map(\.term).joined(separator: " ")
    for name in ["succeeded", "agreement", "rubric", "clamp", "sqrt", "log", "exp", "abs", "hypervolume"] {
      #expect(terms.contains(name), "\(name)")
    }
  }

  @Test func countsWhatLiesOutsideAsTheEndOfItsRange() throws {
    #expect(try reward("reward", reward: .infinity) == 1e12)
    #expect(try reward("reward", reward: .nan) == -1e12)
    #expect(try reward("seconds", seconds: -5) == 0)
  }
}
