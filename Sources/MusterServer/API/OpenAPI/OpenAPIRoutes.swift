import Hummingbird
import NIOCore

/// `/api/v1/openapi.json`: the API's description, open to everybody.
struct OpenAPIRoutes: Sendable {
  func add(to router: some RouterMethods<MusterContext>) {
    let body = ByteBuffer(string: OpenAPIDocument.text)
    router.get("api/v1/openapi.json") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: body))
    }
  }
}
