import HTTPTypes
import Hummingbird
import MusterWire

/// Takes up the caller's W3C trace context, with a span of ours.
struct TraceMiddleware: RouterMiddleware {
  func handle(
    _ request: Request, context: MusterContext,
    next: (Request, MusterContext) async throws -> Response
  ) async throws -> Response {
    guard let parent = request.headers[.traceparent] else { return try await next(request, context) }
    var context = context
    let state = request.headers[values: .tracestate]
    // A trace that cannot be read is no trace: the request goes on without.
    context.trace = (try? TraceContext(traceparent: parent, tracestate: state))?
      .child(spanID: UInt64.random(in: 1 ... .max))
    if let own = context.traceparent {
      // Version, trace, span and flags, each of fixed length.
      context.logger[metadataKey: "trace_id"] = "\(own.dropFirst(3).prefix(32))"
    }
    return try await next(request, context)
  }
}
