import NIOPosix

/// Which addresses webhooks may call.
///
/// They are checked twice: when a task is submitted, by what the address says of itself, and when it is called, by
/// what its name resolves to. The call then goes to the very address that was checked.
public struct WebhookRules: Sendable {
  /// Whether addresses of this machine and of private networks may be called.
  public var allowsPrivate: Bool
  /// The hosts that may be called; empty for all.
  public var hosts: [String]

  public init(allowsPrivate: Bool = false, hosts: [String] = []) {
    self.allowsPrivate = allowsPrivate
    self.hosts = hosts.map { $0.lowercased() }
  }

  /// Refuses what can be refused without a look at the network.
  /// - Throws: ``APIFailure`` of code `invalid_request` for what is no web address, and of code `forbidden` for one
  ///   that may not be called.
  public func check(_ url: String) throws { _ = try address(url) }

  func address(_ url: String) throws -> WebhookAddress {
    guard let address = WebhookAddress(url) else {
      let pointer = "/webhook"
      let lower = url.lowercased()
      let isWeb = lower.hasPrefix("http://") || lower.hasPrefix("https://")
      let detail = "found \"\(url.prefix(80))\", expected an http or https address without user and fragment"
      throw APIFailure(
        isWeb ? .forbidden : .invalidRequest, "\(pointer): \(detail)",
        parts: [.init(pointer: pointer, detail: detail)])
    }
    guard hosts.isEmpty || hosts.contains(address.host) else {
      throw Self.refused(address, "the server's webhooks.hosts does not list it")
    }
    if allowsPrivate { return address }
    if HostName.isLoopback(address.host) { throw Self.refused(address, "it is a loopback address") }
    if let literal = HostAddress(address.host), !literal.addressClass.isPublic {
      throw Self.refused(address, "it is a \(literal.addressClass.rawValue) address")
    }
    return address
  }

  /// Resolves the host and picks the first address that may be called.
  func resolve(_ address: WebhookAddress) async throws -> HostAddress {
    let host = address.host
    let found = try await NIOThreadPool.singleton.runIfActive { HostAddress.resolve(host) }
    guard !found.isEmpty else { throw WebhookFailure.unresolved(host) }
    guard let permitted = found.first(where: { allowsPrivate || $0.addressClass.isPublic }) else {
      throw WebhookFailure.refused(host, found[0].addressClass)
    }
    return permitted
  }

  private static func refused(_ address: WebhookAddress, _ why: String) -> APIFailure {
    let detail = "\(address.host) may not be called: \(why)"
    return APIFailure(
      .forbidden, "/webhook: \(detail)", parts: [APIFailure.Part(pointer: "/webhook", detail: detail)])
  }
}

/// Why a webhook was not told.
enum WebhookFailure: Error, CustomStringConvertible {
  case unresolved(String)
  case refused(String, AddressClass)
  case status(Int)
  case broken(String)

  /// Whether there is no use in trying again.
  var isFinal: Bool {
    switch self {
    case .refused: true
    // Gone: the receiver asks not to be told any more.
    case .status(let code): code == 410
    case .unresolved, .broken: false
    }
  }

  var description: String {
    switch self {
    case .unresolved(let host): "\(host) has no address"
    case .refused(let host, let kind): "\(host) has a \(kind.rawValue) address, which may not be called"
    case .status(let code): "status \(code)"
    case .broken(let what): what
    }
  }
}
