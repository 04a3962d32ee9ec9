extension Policy {
  /// ``probabilities(of:in:into:)`` by trial: the policy, as it stands, is asked `draws` times for this task
  /// alone, under other decision numbers and so with other draws. Unbiased, with a standard error of
  /// sqrt(p (1 - p) / draws); the same frame gives the same answer.
  ///
  /// The draws are never those of the decision itself: an estimate that reused them would take what was
  /// chosen for what had to be chosen. A copy of the policy plans, so nothing changes in it. O(draws) plans,
  /// and a copy of what the policy remembers.
  public func drawnProbabilities(
    of task: Int, in frame: inout Frame, draws: Int, into probabilities: inout [Double]
  ) {
    probabilities.removeAll(keepingCapacity: true)
    for _ in 0..<frame.agentCount { probabilities.append(0) }
    var copy = self
    var plan = Plan()
    frame.withTasks(task..<(task + 1)) { frame in
      let decision = frame.firstDecision
      let mark = frame.mark
      for draw in 0..<draws {
        // Rising, as the numbers of decisions do.
        frame.firstDecision = decision &+ (UInt64(draw + 1) << 40)
        copy.plan(&frame, into: &plan)
        frame.rollBack(to: mark)
        if plan.agents[0] >= 0 { probabilities[Int(plan.agents[0])] += 1 / Double(draws) }
      }
      frame.firstDecision = decision
    }
  }
}

extension Frame {
  /// Narrows the frame to some of its tasks, a gang with all its members, while `body` runs. The tasks keep
  /// their decision numbers and thereby their draws; what is committed stays committed. O(tasks of the
  /// frame).
  public mutating func withTasks<Result>(_ range: Range<Int>, _ body: (inout Frame) -> Result) -> Result {
    if range == 0..<taskCount { return body(&self) }
    let whole = (tasks, shapes, failures, readySince, budgetLeft, failedAgents, firstDecision, barredAgents)
    tasks = Array(whole.0[range])
    shapes = Array(whole.1[range])
    failures = Array(whole.2[range])
    readySince = Array(whole.3[range])
    budgetLeft = Array(whole.4[range])
    failedAgents = Array(whole.5[range.clamped(to: 0..<whole.5.count)])
    barredAgents = Array(whole.7[range.clamped(to: 0..<whole.7.count)])
    firstDecision = whole.6 &+ UInt64(range.lowerBound)
    defer {
      (tasks, shapes, failures, readySince, budgetLeft, failedAgents, firstDecision, barredAgents) = whole
    }
    return body(&self)
  }
}
