import Metrics
import Testing

@testable import MusterServer

@Suite("Metrics") struct MetricsTests {
  @Test("Counters, gauges and histograms as Prometheus reads them")
  func text() {
    let registry = MetricsRegistry()
    registry.describe("b_total", "line one\nline \\two")
    Counter(label: "b_total", dimensions: [("path", "a\"b\\c\nd"), ("x-y", "1")], factory: registry)
      .increment(by: 3)
    Gauge(label: "a-gauge", factory: registry).record(-1.5)
    Metrics.Timer(label: "c_seconds", factory: registry).recordMilliseconds(30)
    var text = PrometheusText()
    registry.write(to: &text)
    let lines = text.text.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(6) == [
        "# HELP a_gauge a_gauge", "# TYPE a_gauge gauge", "a_gauge -1.5",
        #"# HELP b_total line one\nline \\two"#, "# TYPE b_total counter",
        #"b_total{path="a\"b\\c\nd",x_y="1"} 3"#,
      ])
    #expect(lines.contains(#"c_seconds_bucket{le="0.025"} 0"#))
    #expect(lines.contains(#"c_seconds_bucket{le="0.05"} 1"#))
    #expect(lines.contains(#"c_seconds_bucket{le="+Inf"} 1"#))
    #expect(lines.suffix(2) == ["c_seconds_sum 0.03", "c_seconds_count 1"])
  }

  @Test("One name is one thing: a use as another is counted nowhere")
  func kinds() {
    let registry = MetricsRegistry()
    registry.counter("n", []).increment()
    registry.gauge("n", []).set(7.0)
    var text = PrometheusText()
    registry.write(to: &text)
    #expect(text.text == "# HELP n n\n# TYPE n counter\nn 1\n")
  }

  @Test("The server's own", .timeLimit(.minutes(5)))
  func served() async throws {
    try await Activated.run { server in
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      _ = try await server.call(.delete, "/api/v1/tasks/1")
      _ = try await server.call(.get, "/api/v1/tasks/99")
      _ = try await server.call(.init("PROPFIND") ?? .get, "/pot")
      let answer = try await server.call(.get, "/metrics")
      #expect(answer.headers["content-type"] == PrometheusText.contentType)
      for line in [
        "muster_tasks_submitted_total 2", #"muster_tasks_ended_total{end="cancelled"} 1"#,
        #"muster_tasks{status="ready"} 1"#, "muster_queue_length 1", #"muster_agents{status="active"} 0"#,
        "muster_log_writable 1",
        #"muster_http_requests_total{route="/api/v1/tasks",method="POST",status="2xx"} 2"#,
        #"muster_http_requests_total{route="none",method="other",status="4xx"} 1"#,
      ] { #expect(answer.body.contains(line + "\n"), "\(line)") }
      #expect(answer.body.contains(#"route="/api/v1/tasks/{id}",method="GET",status="4xx"} 1"#))
      let names = answer.body.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }.map {
        $0.split(separator: " ")[2]
      }
      #expect(Set(names).count == names.count)
      #expect(
        names.contains("process_resident_memory_bytes") && names.contains("muster_commit_duration_seconds"))
    }
  }
}
