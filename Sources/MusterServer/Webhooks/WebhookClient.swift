import AsyncHTTPClient
import MusterCore
import NIOCore
import NIOHTTP1

/// Calls web addresses at the IP address that was checked, and at no other. Follows no redirect.
actor WebhookClient {
  /// A client is bound to one host at one address: the name is not looked up again, while TLS still verifies it.
  private struct Target: Hashable {
    var host: String
    var address: String
  }
  private struct Line {
    var client: HTTPClient
    var calls: Int
    var lastCall: UInt64
  }

  private var lines: [Target: Line] = [:]
  private var clock: UInt64 = 0
  /// How many are kept for the next call.
  private let lineLimit = 32
  /// A receiver has nothing to say; a long answer is cut off.
  private static let answerLimit = 64 << 10

  /// Sends one POST.
  /// - Throws: ``WebhookFailure``; `CancellationError`.
  func post(
    _ address: WebhookAddress, at checked: HostAddress, headers: [(String, String)], body: [UInt8],
    timeout: Nanoseconds
  ) async throws {
    let target = Target(host: address.host, address: checked.text)
    let client = take(target, timeout)
    var request = HTTPClientRequest(url: address.url)
    request.method = .POST
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    request.body = .bytes(ByteBuffer(bytes: body))
    do {
      let response = try await client.execute(request, timeout: .nanoseconds(timeout))
      _ = try? await response.body.collect(upTo: Self.answerLimit)
      await give(back: target)
      guard (200..<300).contains(Int(response.status.code)) else {
        throw WebhookFailure.status(Int(response.status.code))
      }
    } catch let failure as WebhookFailure {
      throw failure
    } catch {
      await give(back: target)
      if error is CancellationError { throw error }
      throw WebhookFailure.broken((error as? HTTPClientError)?.shortDescription ?? "\(type(of: error))")
    }
  }

  /// Ends all connections. Nothing may be called afterwards.
  func close() async {
    let all = lines.values.map(\.client)
    lines = [:]
    for client in all { try? await client.shutdown() }
  }

  private func take(_ target: Target, _ timeout: Nanoseconds) -> HTTPClient {
    clock += 1
    if var line = lines[target] {
      line.calls += 1
      line.lastCall = clock
      lines[target] = line
      return line.client
    }
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow, timeout: .init(connect: .nanoseconds(timeout)))
    configuration.dnsOverride = [target.host: target.address]
    configuration.httpVersion = .http1Only
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    lines[target] = Line(client: client, calls: 1, lastCall: clock)
    return client
  }

  private func give(back target: Target) async {
    lines[target]?.calls -= 1
    guard lines.count > lineLimit,
      let idle = lines.filter({ $0.value.calls == 0 }).min(by: { $0.value.lastCall < $1.value.lastCall })
    else { return }
    lines[idle.key] = nil
    try? await idle.value.client.shutdown()
  }
}
