import MusterCore

/// Says that the agents of the configuration live: they are in this process, and do not speak for themselves.
struct OwnAgents: Sendable {
  let agents: [AgentID]
  let shell: Shell
  /// After so long without a sign of life an agent is suspected.
  let suspectAfter: Nanoseconds

  /// Runs until it is cancelled.
  func beat() async {
    guard !agents.isEmpty, suspectAfter < Task.forever else { return }
    let pause = max(suspectAfter / 3, 100_000_000)
    while (try? await Swift.Task.sleep(for: .nanoseconds(pause))) != nil {
      await shell.post { session in
        // One that was removed over the API stays away until the next start.
        for agent in agents { try? session.handle(.heartbeat(agent)) }
      }
    }
  }
}
