/// Some of what an agent's observation says, by name: see ``OrchestrationLayout``.
package struct OrchestrationSeen {
  package enum Role: Int { case scheduler, compute, storage }

  private let numbers: UnsafePointer<Float>

  package init(_ observation: UnsafePointer<Float>) { numbers = observation }

  /// Nil for an agent that is not there.
  package var role: Role? {
    if numbers[0] == 0 { return nil }
    return (0..<3).first { numbers[1 + $0] != 0 }.flatMap(Role.init)
  }

  private func scheduler(_ at: Int) -> Float { numbers[OrchestrationLayout.commonSize + at] }
  private func node(_ at: Int) -> Float {
    numbers[OrchestrationLayout.commonSize + OrchestrationLayout.schedulerSize + at]
  }
  private func store(_ at: Int) -> Float {
    numbers[
      OrchestrationLayout.commonSize + OrchestrationLayout.schedulerSize + ComputeSight.size + at]
  }

  /// Jobs in a scheduler's queue.
  package var queued: Float { 10 * scheduler(0) }
  /// Their mean wait, epochs.
  package var wait: Float { 20 * scheduler(1) }
  /// Shares of a compute node's processors that are promised and in use.
  package var promised: Float { node(0) }
  package var usage: Float { node(1) }
  /// How fast its jobs go, of full speed.
  package var rate: Float { node(8) }
  /// The work it did, of its capacity.
  package var useful: Float { node(9) }
  /// What is asked of a storage node, and of all on average, of the bandwidth.
  package var load: Float { store(0) }
  package var meanLoad: Float { store(6) }
  /// Shares of what was asked of it that were served and that came from its own rack.
  package var served: Float { store(1) }
  package var local: Float { store(5) }
}
