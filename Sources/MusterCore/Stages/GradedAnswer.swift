/// An answer that a verifier has graded and nobody has reported yet: what ``Policy/keeps(_:)`` is asked about.
public struct GradedAnswer: Sendable, Equatable {
  public var task: Task
  /// The agent that gave it.
  public var agent: Agent
  /// How sure the verifier is that it is right, 0...1.
  public var confidence: Double

  public init(task: Task, agent: Agent, confidence: Double) {
    self.task = task
    self.agent = agent
    self.confidence = confidence
  }
}
