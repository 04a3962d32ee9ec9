import Foundation

/// An `http` or `https` address without user, query or fragment.
public struct WebAddress: Sendable, Equatable, CustomStringConvertible {
  public enum Scheme: String, Sendable, CaseIterable {
    case http, https
  }

  public let scheme: Scheme
  /// A name or an address; an IPv6 address without its brackets.
  public let host: String
  /// The port, if one is given; the scheme's own otherwise.
  public let port: Int?
  /// Empty, or starts with `/`; without `/` at its end.
  public let path: String

  /// No address; what has been loaded never holds it where one is required.
  static let none = WebAddress(scheme: .http, host: "", port: nil, path: "")

  private init(scheme: Scheme, host: String, port: Int?, path: String) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
  }

  /// Reads an address; nil where it is not one.
  public init?(_ text: String) {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      let scheme = Scheme(rawValue: scheme), parts.user == nil, parts.password == nil, parts.query == nil,
      parts.fragment == nil, var host = parts.host
    else { return nil }
    if host.hasPrefix("[") && host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard HostName.isValid(host), parts.port.map({ (1...65535).contains($0) }) ?? true else { return nil }
    self.scheme = scheme
    self.host = host
    port = parts.port
    var path = Substring(parts.percentEncodedPath)
    while path.hasSuffix("/") { path.removeLast() }
    self.path = String(path)
  }

  /// The address as it is sent, without `/` at its end.
  public var description: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(scheme.rawValue)://\(name)\(port.map { ":\($0)" } ?? "")\(path)"
  }
}
