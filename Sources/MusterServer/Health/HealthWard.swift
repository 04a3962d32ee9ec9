import Logging
import Metrics
import MusterCore
import Synchronization

/// Watches all agents of the pool and tells the engine how much each is trusted with.
final class HealthWard: Sendable {
  private struct Ward {
    var monitors: [AgentID: HealthMonitor] = [:]
    var told: [AgentID: Int32] = [:]
  }

  private let ward = Mutex(Ward())
  private let rules: HealthMonitor.Rules
  private let shell: Shell
  private let logger: Logger
  private let metrics: any MetricsFactory

  init(
    _ rules: HealthMonitor.Rules, shell: Shell, logger: Logger,
    metrics: any MetricsFactory = NOOPMetricsHandler.instance
  ) {
    self.metrics = metrics
    self.rules = rules
    self.shell = shell
    self.logger = logger
  }

  /// An outcome of an agent's try.
  func observe(_ agent: AgentID, succeeded: Bool, concurrency: Int32) {
    change(agent, concurrency) { monitor, now in
      monitor.observe(succeeded: succeeded, concurrency: concurrency, at: now)
    }
  }

  /// The agent said that it is out of service, and perhaps for how long.
  func quarantine(_ agent: AgentID, atLeast: Nanoseconds, concurrency: Int32) {
    change(agent, concurrency) { monitor, now in monitor.quarantine(at: now, atLeast: atLeast) }
  }

  /// The agent's limit is used up until the instant.
  func hold(_ agent: AgentID, until: Instant, concurrency: Int32) {
    change(agent, concurrency) { monitor, _ in monitor.hold(until: until) }
  }

  private func change(
    _ agent: AgentID, _ concurrency: Int32, _ body: (inout HealthMonitor, Instant) -> Void
  ) {
    let now = shell.now
    let (news, wake) = ward.withLock { ward -> (Int32?, Instant?) in
      var monitor = ward.monitors[agent] ?? HealthMonitor(rules)
      let before = monitor.state
      monitor.advance(to: now)
      body(&monitor, now)
      ward.monitors[agent] = monitor
      let allowance = monitor.allowance(concurrency: concurrency)
      let news = ward.told[agent] ?? .max == allowance ? nil : allowance
      ward.told[agent] = allowance
      if case .quarantined(let until) = monitor.state, monitor.state != before { return (news, until) }
      return (news, nil)
    }
    if news == 0 { Counter(label: "muster_quarantines_total", factory: metrics).increment() }
    if let news {
      logger.info("agent's allowance", metadata: ["agent": "\(agent)", "allowance": "\(news)"])
      let shell = shell
      Swift.Task { await shell.post { session in try session.handle(.throttle(agent, limit: news)) } }
    }
    if let wake {
      Swift.Task { [weak self] in
        try? await Swift.Task.sleep(for: .nanoseconds(max(1, wake - now) + 1_000_000))
        self?.change(agent, concurrency) { _, _ in }
      }
    }
  }

  /// Agents in quarantine now.
  var quarantined: [AgentID] {
    ward.withLock { ward in ward.told.filter { $0.value == 0 }.map(\.key).sorted() }
  }
}
