import HTTPTypes
import Hummingbird
import Synchronization

/// The one responder of the process: hands requests to the activation while this replica leads, forwards them to the
/// leader while another does.
final class Switchboard: HTTPResponder {
  typealias Context = MusterContext

  private enum State {
    case starting
    case leading(Activation)
    case following(leader: String?)
    case stopping(Activation?)
  }

  private let state = Mutex(State.starting)
  private let forwarder: Forwarder

  init(forwarder: Forwarder) { self.forwarder = forwarder }

  func lead(_ activation: Activation) { state.withLock { $0 = .leading(activation) } }
  func follow(_ leader: String?) { state.withLock { $0 = .following(leader: leader) } }

  /// No new work; what is under way goes on.
  func stop() -> Activation? {
    state.withLock { state in
      if case .leading(let activation) = state {
        state = .stopping(activation)
        return activation
      }
      state = .stopping(nil)
      return nil
    }
  }

  var activation: Activation? {
    state.withLock { state in
      if case .leading(let activation) = state { activation } else { nil }
    }
  }

  func respond(to request: Request, context: MusterContext) async throws -> Response {
    if case .leading(let activation) = state.withLock({ $0 }), request.uri.path.hasPrefix("/v1/") {
      return await answer(request, context, activation)
    }
    return await decide(request, context)
  }

  /// Has a call of the OpenAI-compatible face answered in a task of its own: one that is cancelled when the caller
  /// goes, which a connection's own task is not, and whose stack of 20 KB goes with it instead of staying with the
  /// connection for as long as a stream is open.
  private func answer(
    _ request: Request, _ context: MusterContext, _ activation: Activation
  ) async -> Response {
    let work = Swift.Task(executorPreference: EventLoopTasks.on(context.channel.eventLoop)) {
      try await activation.responder.respond(to: request, context: context)
    }
    return await activation.parts.connections.whileOpen(context.channel, onClose: { work.cancel() }) {
      do { return try await work.value } catch {
        return ErrorMiddleware.response(ErrorMiddleware.failure(error), path: request.uri.path)
      }
    }
  }

  /// Whatever else is asked, and whoever leads.
  @inline(never)
  private func decide(_ request: Request, _ context: MusterContext) async -> Response {
    do {
      switch state.withLock({ $0 }) {
      case .leading(let activation):
        return try await activation.responder.respond(to: request, context: context)
      case .starting:
        if request.uri.path == "/healthz" { return SystemRoutes.status(.ok, "ok") }
        if request.uri.path == "/readyz" { return SystemRoutes.status(.serviceUnavailable, "starting") }
        throw APIFailure(.notLeading, "the server is starting", headers: [.retryAfter: "1"])
      case .following(let leader):
        if request.uri.path == "/healthz" { return SystemRoutes.status(.ok, "ok") }
        if request.uri.path == "/readyz" {
          return SystemRoutes.status(leader == nil ? .serviceUnavailable : .ok, "following")
        }
        guard let leader else {
          throw APIFailure(.notLeading, "no replica leads at the moment", headers: [.retryAfter: "1"])
        }
        return try await forwarder.forward(request, to: leader)
      case .stopping(let activation):
        if request.uri.path == "/healthz" { return SystemRoutes.status(.ok, "stopping") }
        // Reports and renewals of work under way are still welcome.
        if let activation, request.uri.path.hasSuffix("/report") || request.uri.path.hasSuffix("/reports") {
          return try await activation.responder.respond(to: request, context: context)
        }
        throw APIFailure(
          .draining, "the server is stopping", headers: [.retryAfter: "1", .connection: "close"])
      }
    } catch {
      return ErrorMiddleware.response(ErrorMiddleware.failure(error), path: request.uri.path)
    }
  }
}
