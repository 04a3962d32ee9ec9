import MusterLearning
import Testing

@testable import MusterLab

@Suite struct OrchestrationQuestionsTests {
  private static func trainer(_ more: [String] = ["annotator=endpoint"]) throws -> any AnnotatedTrainer {
    let small = [
      "copies=4", "horizon=10", "nodes=5", "storage=2", "schedulers=2", "length=20", "evaluations=2",
      "epochs=1", "minibatches=1", "distillation=2",
    ]
    let trace = try TraceCatalogue().open("generated?tasks=400&agents=12")
    let trainer = try TrainingMethod.named("intrinsic").trainer(
      settings: small + more, on: TrainingGround([trace]))
    return try #require(trainer as? any AnnotatedTrainer)
  }

  private static func annotations(_ values: [TrainingValue]) -> Double? {
    values.first { $0.name == "annotations" }?.value
  }

  /// What agents saw is asked in words; answers count, what has none is asked again, and what is no question changes
  /// nothing.
  @Test func asksAndTakesAnswers() throws {
    var trainer = try Self.trainer()
    #expect(Self.annotations(try trainer.learn(threads: 1)) == 0)
    let questions = trainer.takeQuestions(1000)
    #expect(questions.count > 20 && Set(questions.map(\.number)).count == questions.count)
    for role in ["A scheduler: ", "A compute node: ", "A storage node: "] {
      #expect(questions.contains { $0.text.hasPrefix(role) }, "\(role)")
    }
    #expect(trainer.takeQuestions(1000).isEmpty)
    trainer.answer(questions[0].number, 0.5)
    trainer.answer(questions[0].number, 0.5)
    trainer.answer(999_999, 0.5)
    trainer.answer(questions[1].number, nil)
    trainer.answer(questions[2].number, 7)
    #expect(Set(trainer.takeQuestions(1000).map(\.number)) == [questions[1].number, questions[2].number])
    #expect(Self.annotations(try trainer.learn(threads: 1)) == 1)
  }

  /// A run that was saved while questions were out asks them again.
  @Test func asksAgainAfterARestart() throws {
    var trainer = try Self.trainer()
    _ = try trainer.learn(threads: 1)
    let numbers = trainer.takeQuestions(5).map(\.number)
    let saved = trainer.state
    var other = try Self.trainer()
    try other.restore(saved)
    #expect(other.takeQuestions(5).map(\.number) == numbers)
  }

  /// By the rule everything is answered at once, and nobody else is asked.
  @Test func theRuleAsksNobody() throws {
    var trainer = try Self.trainer([])
    #expect(try Self.annotations(trainer.learn(threads: 1)) ?? 0 > 20)
    #expect(trainer.takeQuestions(10).isEmpty)
  }

  /// In words, by hand.
  @Test func words() {
    var seen = [Float](repeating: 0, count: OrchestrationLayout.observationSize)
    (seen[0], seen[2]) = (1, 1)
    let node = OrchestrationLayout.commonSize + OrchestrationLayout.schedulerSize
    (seen[node], seen[node + 1], seen[node + 8], seen[node + 9]) = (1.25, 0.8, 1, 0.5)
    let text = seen.withUnsafeBufferPointer { $0.baseAddress.map { OrchestrationSeen($0).text } }
    #expect(
      text
        == "A compute node: 125 % of its processors are promised, 80 % are in use; its jobs go at 100 % of full "
        + "speed; it does 50 % of the work that it could.")
  }
}
