import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// Passes requests on to the replica that leads, and its answers back, streams included.
struct Forwarder: Sendable {
  let client: HTTPClient
  let bodyLimit: Int

  /// Set on forwarded requests: two replicas that each believe the other leads must not play ball.
  private static let mark = "x-muster-forwarded"
  /// Headers of one connection, which are not passed on.
  private static let hops: Set<String> = [
    "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length", "host",
    "date",
  ]

  func forward(_ request: Request, to leader: String) async throws -> Response {
    if HTTPField.Name(Self.mark).flatMap({ request.headers[$0] }) != nil {
      throw APIFailure(.notLeading, "no replica leads at the moment", headers: [.retryAfter: "1"])
    }
    let body = try await request.wholeBody(limit: bodyLimit)
    var onward = HTTPClientRequest(url: leader + "\(request.uri)")
    onward.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headers where !Self.hops.contains(field.name.canonicalName) {
      onward.headers.add(name: field.name.rawName, value: field.value)
    }
    onward.headers.add(name: Self.mark, value: "1")
    if !body.isEmpty { onward.body = .bytes(ByteBuffer(bytes: body)) }
    let answer: HTTPClientResponse
    do {
      answer = try await client.execute(onward, timeout: .minutes(15))
    } catch {
      throw APIFailure(.notLeading, "the leader does not answer", headers: [.retryAfter: "1"])
    }
    var headers = HTTPFields()
    for (name, value) in answer.headers where !Self.hops.contains(name.lowercased()) {
      if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
    }
    return Response(
      status: .init(code: Int(answer.status.code)), headers: headers,
      body: ResponseBody { writer in
        for try await chunk in answer.body { try await writer.write(chunk) }
        try await writer.finish(nil)
      })
  }
}
