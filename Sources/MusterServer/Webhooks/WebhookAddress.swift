import Foundation

/// An `http` or `https` address that a webhook may have: its parts, read once, from which the call is made, so that
/// nothing else can be called than what was checked.
struct WebhookAddress: Sendable, Equatable {
  let isSecure: Bool
  /// Lower case; an IPv6 address without its brackets.
  let host: String
  let port: Int?
  /// With the query; starts with `/`.
  let path: String

  init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), let parts = URLComponents(string: text),
      let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https", parts.user == nil,
      parts.password == nil, parts.fragment == nil, var host = parts.host?.lowercased()
    else { return nil }
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if host.hasSuffix(".") { host.removeLast() }
    guard HostName.isValid(host), parts.port.map({ (1...65535).contains($0) }) ?? true else { return nil }
    isSecure = scheme == "https"
    self.host = host
    port = parts.port
    let path = parts.percentEncodedPath
    self.path = (path.isEmpty ? "/" : path) + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
  }

  /// As it is called.
  var url: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(isSecure ? "https" : "http")://\(name)\(port.map { ":\($0)" } ?? "")\(path)"
  }
}
