import AsyncHTTPClient
import Foundation
import HTTPTypes
import Metrics
import MusterCore
import MusterWire
import NIOCore
import NIOHTTP1
import Synchronization

/// A model endpoint that speaks the OpenAI protocol, as the server calls it.
final class Endpoint: Sendable {
  let name: String
  let agent: AgentID
  /// What the model is called there.
  let model: String
  let price: Price
  let concurrency: Int32
  let context: Int?
  let firstTokenTimeout: Nanoseconds
  let totalTimeout: Nanoseconds
  private let base: String
  private let headers: HTTPHeaders
  private let tries = Mutex<[String: Counter]>([:])
  private let limits: Mutex<(requests: TokenBucket?, tokens: TokenBucket?)>

  init(_ settings: EndpointSettings, agent: AgentID, now: Instant) {
    name = settings.name
    self.agent = agent
    model = settings.model
    price = settings.price.enginePrice
    concurrency = Int32(settings.limits.concurrency)
    context = settings.limits.context
    firstTokenTimeout = settings.timeouts.firstToken
    totalTimeout = settings.timeouts.total
    var base = "\(settings.url)"
    while base.hasSuffix("/") { base.removeLast() }
    self.base = base
    var headers = HTTPHeaders([("content-type", "application/json"), ("user-agent", "muster")])
    for field in settings.headers { headers.replaceOrAdd(name: field.name, value: field.value.reveal()) }
    if let key = settings.key.secret?.reveal() {
      if let name = settings.keyHeader {
        headers.replaceOrAdd(name: name, value: key)
      } else {
        headers.replaceOrAdd(name: "authorization", value: "Bearer \(key)")
      }
    }
    self.headers = headers
    limits = Mutex(
      (
        settings.limits.requestsPerMinute.map { TokenBucket(perMinute: $0, at: now) },
        settings.limits.tokensPerMinute.map { TokenBucket(perMinute: $0, at: now) }
      ))
  }

  /// A call of the endpoint.
  func request(_ endpoint: OpenAIEndpoint, _ body: [UInt8], traceparent: String?) -> HTTPClientRequest {
    // The base address already has the version.
    var request = HTTPClientRequest(url: base + endpoint.path.dropFirst(3))
    request.method = .POST
    request.headers = headers
    if let traceparent { request.headers.add(name: "traceparent", value: traceparent) }
    request.body = .bytes(ByteBuffer(bytes: body))
    return request
  }

  /// Counts a try of the endpoint by its result.
  func count(_ result: String, _ metrics: any MetricsFactory) {
    let counter = tries.withLock { tries in
      if let counter = tries[result] { return counter }
      let counter = Counter(
        label: "muster_endpoint_tries_total", dimensions: [("endpoint", name), ("result", result)],
        factory: metrics)
      tries[result] = counter
      return counter
    }
    counter.increment()
  }

  /// Counts a request against the endpoint's limits.
  /// - Returns: until when the limits are used up, if they are.
  func spend(tokens: Int, at now: Instant) -> Instant? {
    limits.withLock { limits in
      let first = limits.requests?.take(1, at: now)
      let second = limits.tokens?.take(Double(tokens), at: now)
      return [first, second].compactMap(\.self).max()
    }
  }
}
