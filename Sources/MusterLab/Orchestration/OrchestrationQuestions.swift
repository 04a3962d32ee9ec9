import MusterLearning

extension OrchestrationTrainer: AnnotatedTrainer {
  public mutating func takeQuestions(_ count: Int) -> [TrainingQuestion] {
    guard let intrinsic = learner as? IntrinsicTrainer else { return [] }
    return intrinsic.queue.take(count).map { question in
      question.observation.withUnsafeBufferPointer { numbers in
        let text = numbers.baseAddress.map { OrchestrationSeen($0).text } ?? ""
        return TrainingQuestion(number: question.number, text: text)
      }
    }
  }

  public mutating func answer(_ number: Int, _ score: Float?) {
    guard let intrinsic = learner as? IntrinsicTrainer else { return }
    if let score, intrinsic.queue.answer(number, score) { return }
    intrinsic.queue.release([number])
  }
}

extension OrchestrationSeen {
  /// What an agent sees, in words for a model; empty for one that is not there.
  var text: String {
    func percent(_ share: Float) -> String { "\(Int((100 * share).rounded())) %" }
    return switch role {
    case .scheduler:
      "A scheduler: \(Int(queued.rounded())) jobs wait in its queue, for \(Int(wait.rounded())) epochs on average; "
        + "a job runs for about 30."
    case .compute:
      "A compute node: \(percent(promised)) of its processors are promised, \(percent(usage)) are in use; its jobs go "
        + "at \(percent(rate)) of full speed; it does \(percent(useful)) of the work that it could."
    case .storage:
      "A storage node: asked for \(percent(load)) of its bandwidth, where all are asked for \(percent(meanLoad)) on "
        + "average; \(percent(served)) of that is served, \(percent(local)) goes to its own rack."
    case nil: ""
    }
  }
}
