extension SelfVerifyingCascade {
  private static let limit = AnswerCounts.stageLimit

  private static func count(_ name: String, _ most: Int, _ range: ClosedRange<Double>, _ meaning: String)
    -> Parameter
  { Parameter(name, .numbers(1...most, range), standard: .numbers([]), meaning: meaning) }

  static let word = Word.score(
    "self-verification",
    [
      Parameter(
        "stages", .names(1...limit), standard: .names([]),
        meaning:
          "The agents in their order; `muster fit cascade --by self-verification` finds it and the rest."),
      Parameter(
        "worth", .number(0.000_001...1_000_000), standard: .number(1),
        meaning: "US dollars that a right answer is worth: the more, the more is escalated."),
      count("costs", limit, 0...1_000_000, "US dollars that a try costs on average, for each stage."),
      count(
        "patterns", 1 << limit, 0...1_000_000_000,
        "How many tasks had right answers at just these stages: at none, the first, the second, the first two, "
          + "the third, and so on."),
      count(
        "bounds", AnswerCounts.classLimit - 1, 0...1,
        "Where the classes of confidence after the first begin."),
      count(
        "right", limit * AnswerCounts.classLimit, 0...1_000_000_000,
        "How many right answers showed each class of confidence, stage by stage."),
      count(
        "wrong", limit * AnswerCounts.classLimit, 0...1_000_000_000,
        "How many wrong answers showed each class of confidence, stage by stage."),
    ],
    meaning: "Agents in an order; all confidences of a verifier decide whether the next is asked.",
    source: "AutoMix, Aggarwal et al., 2024",
    make: { arguments in
      let counts = AnswerCounts(arguments)
      let stages = arguments.names("stages")
      return .listScorer(
        SelfVerifyingCascade(
          stages: stages, counts: counts,
          model: stages.isEmpty ? nil : try? counts.model(worth: arguments.number("worth"))))
    },
    mismatch: { AnswerCounts($0).mismatch(stages: $0.names("stages").count) })
}

extension AnswerCounts {
  /// The sentence that puts the model of these counts into service.
  public func sentence(stages: [String], worth: Double) -> String {
    func numbers(_ values: [Double]) -> Argument { .numbers(values) }
    return "self-verification(stages: \(Argument.names(stages)), worth: \(Argument.number(worth)), "
      + "costs: \(numbers(costs)), patterns: \(numbers(patterns)), bounds: \(numbers(bounds)), "
      + "right: \(numbers(right)), wrong: \(numbers(wrong)))"
  }

  fileprivate init(_ arguments: Arguments) {
    self.init(
      patterns: arguments.numbers("patterns"), bounds: arguments.numbers("bounds"),
      right: arguments.numbers("right"), wrong: arguments.numbers("wrong"), costs: arguments.numbers("costs"))
  }

  /// What does not go together.
  fileprivate func mismatch(stages: Int) -> (found: String, expected: String)? {
    let expected = [
      ("costs", costs.count, stages), ("patterns", patterns.count, stages == 0 ? 0 : 1 << stages),
      ("right", right.count, stages * classes), ("wrong", wrong.count, stages * classes),
    ]
    for (name, found, wanted) in expected where found != wanted {
      return ("\(found) \(name)", "\(wanted) for \(stages) stages and \(classes) classes of confidence")
    }
    guard zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return ("bounds \(Argument.numbers(bounds))", "rising ones")
    }
    return nil
  }
}
