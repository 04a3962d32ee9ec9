import Foundation

/// The variables that a program of a lease sees.
public enum ProgramEnvironment {
  /// Those of this process that are allowed, and those of the lease.
  ///
  /// - Parameters:
  ///   - allowed: names; nil for all but those that may hold a key of Muster's own.
  ///   - lease: nil for a program that judges the work of another.
  public static func make(
    allowed: [String]?, task: String, lease: String?, attempt: Int, kind: String, tenant: String,
    traceparent: String?
  ) -> [String: String] {
    let own = ProcessInfo.processInfo.environment
    var variables = own.filter { name, _ in allowed?.contains(name) ?? !name.hasPrefix("MUSTER_") }
    variables["MUSTER_TASK"] = task
    variables["MUSTER_LEASE"] = lease
    variables["MUSTER_ATTEMPT"] = "\(attempt)"
    variables["MUSTER_KIND"] = kind
    variables["MUSTER_TENANT"] = tenant
    variables["TRACEPARENT"] = traceparent
    // A NUL would cut a variable short.
    return variables.filter { !$0.value.utf8.contains(0) }
  }
}
