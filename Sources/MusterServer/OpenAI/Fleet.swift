import MusterCore

/// The agents that answer OpenAI requests, by number.
struct Fleet: Sendable {
  enum Member: Sendable {
    case endpoint(Endpoint)
    case simulated(SimulatedAgent, name: String, concurrency: Int32)

    var concurrency: Int32 {
      switch self {
      case .endpoint(let endpoint): endpoint.concurrency
      case .simulated(_, _, let concurrency): concurrency
      }
    }
  }

  var members: [AgentID: Member] = [:]
}
