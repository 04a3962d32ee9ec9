import Hummingbird
import MusterCore
import NIOCore

/// `/metrics`: everything that the process counts, in Prometheus' text format. Needs the scope observe.
struct MetricsRoutes: Sendable {
  let parts: Parts
  let registry: MetricsRegistry
  let counters: ShellCounters

  func add(to router: some RouterMethods<MusterContext>) {
    router.get("metrics") { _, context in
      try context.identity.require(.observe)
      let text = try await text()
      return Response(
        status: .ok, headers: [.contentType: PrometheusText.contentType],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
  }

  /// The gauges of the state are read now, between two batches of the shell.
  func text() async throws -> String {
    let (engine, policy) = try await parts.shell.read { session in
      (EngineMetrics(session), PolicyView(session.state.orchestrator.policy))
    }
    var text = PrometheusText()
    engine.write(to: &text)
    policy.write(to: &text)
    text.single("muster_facts_total", .counter, "Facts made durable.", Double(counters.facts))
    text.single("muster_commits_total", .counter, "Commits of the log.", Double(counters.commits))
    text.single(
      "muster_committed_requests_total", .counter, "Requests that commits were for.",
      Double(counters.requests))
    text.family("muster_commit_duration_seconds", .histogram, "How long a commit of the log takes.")
    text.histogram("muster_commit_duration_seconds", [], counters.commitTimes.reading)
    text.single("muster_connections", .gauge, "Connections open.", Double(parts.connections.count))
    text.single(
      "muster_log_writable", .gauge, "1 while the log takes facts.", await parts.shell.isHealthy ? 1 : 0)
    registry.write(to: &text)
    ProcessMetrics.write(to: &text)
    return text.text
  }
}
