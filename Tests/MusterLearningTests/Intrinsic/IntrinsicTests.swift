import MusterMath
import Testing

@testable import MusterLearning

@Suite struct IntrinsicTests {
  /// Likes to be far along.
  private struct Guide: Annotator {
    func score(_ observation: [Float]) -> Float? {
      let place = observation.firstIndex(of: 1) ?? 0
      return Float(place) / Float(observation.count - 1)
    }
  }

  private static func ppo() -> PPOSettings {
    PPOTrainerTests.settings {
      $0.copies = 16
      $0.horizon = 20
      $0.epochs = 4
      $0.actorRate = 3e-3
      $0.criticRate = 3e-3
      $0.entropy = 0.003
    }
  }

  /// The only reward lies 16 steps straight ahead: by chance it is met once in 65,536 episodes. With an annotator who
  /// knows the way it is found; with a weight of 0 it is not.
  @Test(arguments: [(Float(2), 1.0), (0, 0.0)]) func annotationsShowTheWay(weight: Float, expected: Double)
    throws
  {
    var settings = IntrinsicTrainer.Settings()
    settings.weight = weight
    let trainer = try IntrinsicTrainer(settings, Self.ppo(), threads: 1, annotator: Guide()) {
      LongCorridor(copies: $0.count)
    }
    for _ in 0..<80 { _ = try trainer.update() }
    #expect(TeamGame.score(trainer.trainer.actor(copies: 4), LongCorridor(copies: 4)) == expected)
  }

  /// The model comes to say what the annotator says, on what it was asked about.
  @Test func theModelIsDistilled() throws {
    var queue = AnnotationQueue()
    for place in 0..<5 { _ = queue.offer((0..<5).map { $0 == place ? 1 : 0 }) }
    for question in queue.take(5) {
      _ = queue.answer(question.number, Guide().score(question.observation) ?? 0)
    }
    let model = RewardModel(observationSize: 5, rate: 1e-2, seed: 1)
    _ = try model.learn(queue, steps: 800)
    var scores = [Float](repeating: 0, count: 5)
    let tape = FloatMemory(count: model.tapeCount(rows: 5))
    let seen = (0..<25).map { Float($0 % 6 == 0 ? 1 : 0) }
    model.score(seen, rows: 5, into: &scores, tape: tape.base)
    for place in 0..<5 { #expect(abs(scores[place] - Float(place) / 4) < 0.05) }
  }

  /// Answers come in any order, once each, within 0...1; what is given back can be taken again; the queue is bounded.
  @Test func theQueueKeepsItsBooks() {
    var queue = AnnotationQueue(limit: 3, memory: 2)
    let offered = (0..<4).map { queue.offer([Float($0)]) }
    #expect(offered == [true, true, true, false])
    let taken = queue.take(2).map(\.number)
    #expect(taken == [0, 1])
    let answers = [(1, 0.5), (1, 0.5), (2, 0.5), (0, 1.5), (0, .nan)].map { number, score in
      queue.answer(number, Float(score))
    }
    #expect(answers == [true, false, false, false, false])
    queue.release([0])
    #expect(queue.waiting.map(\.number) == [0, 2] && queue.open.isEmpty)
    for question in queue.take(5) { _ = queue.answer(question.number, 1) }
    #expect(queue.answers == 3 && queue.answered.count == 2)
  }
}
