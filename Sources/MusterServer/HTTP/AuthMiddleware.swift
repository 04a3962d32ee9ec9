import HTTPTypes
import Hummingbird

/// Finds out who asks, by `Authorization: Bearer KEY` or `X-API-Key: KEY`.
struct AuthMiddleware: RouterMiddleware {
  let keys: KeyRing
  /// Whether a request without a key is refused.
  let isRequired: Bool

  func handle(
    _ request: Request, context: MusterContext,
    next: (Request, MusterContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    if let secret = Self.secret(request.headers) {
      if let identity = keys.identity(of: secret) {
        context.identity = identity
      } else if isRequired {
        throw APIFailure(.unauthenticated, "the key is not one of ours, or was revoked")
      } else {
        // Clients of the OpenAI API always send some key.
        context.identity = .anybody
      }
    } else if isRequired {
      throw APIFailure(.unauthenticated, "send the header Authorization: Bearer KEY")
    } else {
      context.identity = .anybody
    }
    return try await next(request, context)
  }

  private static func secret(_ headers: HTTPFields) -> String? {
    if let value = headers[.authorization] {
      let parts = value.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "bearer" else { return "" }
      return String(parts[1])
    }
    return HTTPField.Name("X-API-Key").flatMap { headers[$0] }
  }
}
