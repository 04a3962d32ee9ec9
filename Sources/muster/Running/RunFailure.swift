import MusterCore
import MusterLab

/// Puts the trace before an error that came up while its work was run.
enum RunFailure {
  /// An engine refuses what the trace asks for, such as tasks that wait for each other.
  static func failure(_ error: any Error, trace: String) -> any Error {
    error is EngineError || error is VoteError ? CommandFailure.user("trace \(trace): \(error)") : error
  }

  /// Throws where a plan names an agent that the trace does not have.
  static func check(_ plan: FaultPlan, on trace: any Trace, seed: UInt64) throws {
    if plan.faults.isEmpty { return }
    let count = try trace.workload(seed: seed).agents.count
    if let agent = plan.firstUnknownAgent(of: count) {
      throw CommandFailure.user(
        "faults: found agent \(agent), expected one of the \(count) of trace \(trace.spec), from 0")
    }
  }
}
