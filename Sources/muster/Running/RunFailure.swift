import MusterCore
import MusterLab

/// Puts the trace before an error that came up while its work was run.
enum RunFailure {
  /// The first line of sight is the trace: an engine refuses what the trace asks for, such as a cyclic dependency.
  static func failure(_ error: any Error, trace: String) -> any Error {
    error is EngineError ? Failure.user("trace \(trace): \(error)") : error
  }

  /// Throws where a plan names an agent that the trace does not have.
  static func check(_ plan: FaultPlan, on workload: Workload, trace: String) throws(Failure) {
    let count = workload.agents.count
    if let agent = plan.firstUnknownAgent(of: count) {
      throw .user("faults: found agent \(agent), expected one of the \(count) of trace \(trace), from 0")
    }
  }
}
