import HTTPTypes
import Hummingbird
import Synchronization

/// Answers 405 with the methods that there are, where a path exists and the method does not.
struct MethodMiddleware: RouterMiddleware {
  let table: RouteTable

  func handle(
    _ request: Request, context: MusterContext,
    next: (Request, MusterContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as any HTTPResponseError where error.status == .notFound {
      let methods = table.methods(at: request.uri.path)
      guard !methods.isEmpty else { throw error }
      throw APIFailure(
        .methodNotAllowed,
        "found \(request.method.rawValue.prefix(20)), expected \(methods.joined(separator: ", "))",
        headers: [.allow: methods.joined(separator: ", ")])
    }
  }
}

/// The routes of a router, known once they are all there.
final class RouteTable: Sendable {
  struct Route: Sendable, Equatable {
    let method: String
    /// With `{name}` for what is captured.
    let path: String

    fileprivate func matches(_ segments: [Substring]) -> Bool {
      let own = path.split(separator: "/")
      return own.count == segments.count && zip(own, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
  }

  private let list = Mutex<[Route]>([])

  /// All routes.
  var routes: [Route] { list.withLock { $0 } }

  func fill(from router: Router<MusterContext>) {
    let routes = router.routes.map { Route(method: $0.method.rawValue, path: $0.path.description) }
    list.withLock { $0 = routes }
  }

  /// The methods that there are at a path, in alphabetical order.
  func methods(at path: String) -> [String] {
    let segments = path.split(separator: "/")
    return routes.filter { $0.matches(segments) }.map(\.method).sorted()
  }
}
