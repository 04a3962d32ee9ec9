import MusterStore

/// Why the shell took no request.
public enum ShellError: Error, CustomStringConvertible {
  /// The log cannot be written: nothing was changed, try again later.
  case logUnavailable(String)
  /// Another replica leads, or none does at the moment.
  case notLeading
  /// The server is about to stop.
  case draining

  public var description: String {
    switch self {
    case .logUnavailable(let reason): "the log cannot be written: \(reason)"
    case .notLeading: "this replica does not lead"
    case .draining: "the server is stopping"
    }
  }
}
