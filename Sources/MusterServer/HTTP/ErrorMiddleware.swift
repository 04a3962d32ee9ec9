import HTTPTypes
import Hummingbird
import Logging
import MusterWire

/// Turns whatever a route throws into an answer: problem+json for the native API, OpenAI's error object for `/v1`.
struct ErrorMiddleware: RouterMiddleware {
  func handle(
    _ request: Request, context: MusterContext,
    next: (Request, MusterContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let failure = Self.failure(error)
      if failure.code == .internalError {
        context.logger.error(
          "a request failed", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
      }
      return Self.response(failure, path: request.uri.path)
    }
  }

  static func failure(_ error: any Error) -> APIFailure {
    guard let http = error as? any HTTPResponseError else { return APIFailure(wrapping: error) }
    return switch http.status {
    case .notFound: APIFailure(.notFound, "there is nothing at this path")
    case .methodNotAllowed: APIFailure(.methodNotAllowed, "the path exists, the method does not")
    case .contentTooLarge: APIFailure(.bodyTooLarge, "see the server's limits")
    default:
      http.status.kind == .clientError
        ? APIFailure(.invalidRequest, "\(http.status.reasonPhrase)") : APIFailure(wrapping: error)
    }
  }

  static func response(_ failure: APIFailure, path: String) -> Response {
    var headers = failure.headers
    let body: [UInt8]
    if path.hasPrefix("/v1/") {
      headers[.contentType] = "application/json"
      body = OpenAIAnswers.error(failure)
    } else {
      headers[.contentType] = "application/problem+json"
      body = problem(failure, path: path)
    }
    if failure.code == .unauthenticated { headers[.wwwAuthenticate] = "Bearer" }
    return Response(
      status: failure.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  private static func problem(_ failure: APIFailure, path: String) -> [UInt8] {
    var text = JSONText(capacity: 256)
    text.object { text in
      text.member("type", "about:blank")
      text.member("title", failure.code.title)
      text.member("status", failure.status.code)
      text.member("code", failure.code.rawValue)
      text.member("detail", failure.detail)
      text.member("instance", path)
      if !failure.parts.isEmpty {
        text.name("errors")
        text.array { text in
          for part in failure.parts {
            text.object { text in
              text.member("pointer", part.pointer)
              text.member("detail", part.detail)
            }
          }
        }
      }
    }
    return text.bytes
  }
}
