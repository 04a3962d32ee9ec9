import HTTPTypes
import Hummingbird
import Synchronization

/// Counts and times requests by route, method and class of status. A stream counts when it begins.
final class RequestMetrics: RouterMiddleware {
  typealias Context = MusterContext

  private struct Key: Hashable {
    let route: String
    let method: String
    let status: Int
  }

  private let metrics: MetricsRegistry
  private let known = Mutex<[Key: (count: CounterCell, time: HistogramCell)]>([:])
  /// Others' methods are counted as one: their names are the callers'.
  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]

  init(metrics: MetricsRegistry) {
    self.metrics = metrics
    metrics.describe("muster_http_requests_total", "Requests by route, method and class of status.")
    metrics.describe(
      "muster_http_request_duration_seconds", "From the head of a request to the head of its answer.")
  }

  func handle(
    _ request: Request, context: MusterContext,
    next: (Request, MusterContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    do {
      let response = try await next(request, context)
      note(request, context, response.status.code, start)
      return response
    } catch {
      note(request, context, (error as? any HTTPResponseError)?.status.code ?? 500, start)
      throw error
    }
  }

  private func note(
    _ request: Request, _ context: MusterContext, _ status: Int, _ start: ContinuousClock.Instant
  ) {
    let method = request.method.rawValue
    let key = Key(
      route: context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "none",
      method: Self.methods.contains(method) ? method : "other",
      status: status / 100)
    let cells = known.withLock { known in
      if let cells = known[key] { return cells }
      let route = [("route", key.route), ("method", key.method)]
      let cells = (
        metrics.counter("muster_http_requests_total", route + [("status", "\(key.status)xx")]),
        metrics.histogram("muster_http_request_duration_seconds", route)
      )
      known[key] = cells
      return cells
    }
    cells.count.increment()
    cells.time.histogram.observe(ContinuousClock.now - start)
  }
}
