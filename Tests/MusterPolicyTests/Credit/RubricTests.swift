import MusterCore
import MusterPolicy
import Testing

@Suite("A rubric") struct RubricTests {
  private static let text = """
    # What a good answer is.
    foundation correct 2
    bonus clear 1 on correct
    trigger refused
    penalty rude -3 on refused
    """

  /// By hand, as in `RiskTests`: (2 * .5 + 1 * (.5 + .5 * .6)) / 3, and less 3 * 1 where the trigger went off.
  @Test func scoresByItsGraph() throws {
    let rubric = try Rubric(Self.text)
    let grades = [Grade("clear", 1), Grade("correct", 0.5), Grade("rude", 1)]
    #expect((try reward("rubric", grades: grades, rubric: rubric) - 1.8 / 3).magnitude < 1e-15)
    let refused = grades + [Grade("refused", 1), Grade("unknown", 1)]
    #expect((try reward("rubric", grades: refused, rubric: rubric) - (1.8 - 3) / 3).magnitude < 1e-15)
    #expect(try reward("if(has(rubric), rubric, -9)", grades: [Grade("other", 1)], rubric: rubric) == -9)
    #expect(try RewardRule("rubric", rubric: rubric).range == -1...1)
  }

  @Test func isReadOnOneLine() throws {
    let rubric = try Rubric("bonus b 1 on a strong, c weak; foundation a 1; foundation c 1")
    #expect(rubric.names == ["b", "a", "c"])
    #expect(rubric.graph.edges.map(\.strength) == [.strong, .weak])
  }

  @Test(arguments: [
    ("", "rubric: it has no criteria, expected lines such as \"foundation correct 2\""),
    (
      "fondation a 1", "rubric, line 1: unknown kind of criterion \"fondation\"; did you mean \"foundation\"?"
    ),
    ("foundation a", "rubric, line 1: found the end, expected the weight of \"a\""),
    ("foundation a one", "rubric, line 1: found \"one\", expected the weight, a number"),
    ("foundation a 1\nbonus a 1", "rubric, line 2: \"a\" is declared twice"),
    (
      "foundation correct 1\nbonus b 1 on corect",
      "rubric, line 2: unknown criterion \"corect\"; did you mean \"correct\"?"
    ),
    (
      "foundation a 1\nbonus b 1 on a stong",
      "rubric, line 2: unknown strength \"stong\"; did you mean \"strong\"?"
    ),
    (
      "foundation a 1 on c\nfoundation b 1 on a\nfoundation c 1 on b",
      "rubric, line 3: the criteria c > a > b > c rest on each other; drop one of these edges"
    ),
    ("foundation a 1 on a", "rubric, line 1: the criteria a > a rest on each other; drop one of these edges"),
    (
      "bonus a -1",
      "rubric, line 1: found the weight -1.0 of \"a\", expected one of at least 0: only a penalty takes away"
    ),
    ("penalty a -1", "rubric: no criterion has a weight above zero, so there is nothing to score by"),
    (
      "bonus a 1\nfoundation b 1 on a",
      "rubric, line 2: found a foundation that rests on a bonus, expected what rests on a foundation, or a bonus or penalty on a trigger"
    ),
  ])
  func isRefusedWithTheLine(text: String, message: String) {
    #expect(performing: { _ = try Rubric(text) }, throws: { "\($0)" == message })
  }
}
