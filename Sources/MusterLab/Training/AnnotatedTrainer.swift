/// Something that a trainer's agents saw, for somebody to judge.
public struct TrainingQuestion: Sendable, Equatable {
  /// What it is answered by.
  public let number: Int
  /// What was seen, in words.
  public let text: String
}

/// A trainer that asks how good what its agents see is, and goes on with what answers there are.
///
/// With answers from outside a run depends on when they come: what came is in its ``Trainer/state``.
public protocol AnnotatedTrainer: Trainer {
  /// Takes up to `count` questions that nobody has taken yet, the oldest first.
  mutating func takeQuestions(_ count: Int) -> [TrainingQuestion]
  /// The judgement of what was taken, 0...1; without one it waits for another taker. What was not taken is passed over.
  mutating func answer(_ number: Int, _ score: Float?)
}
