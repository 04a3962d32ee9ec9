import Foundation

/// Where the log is kept.
public enum LogAddress: Sendable, Equatable {
  /// In this process; gone with it.
  case memory
  /// A SQLite file.
  case sqlite(path: String)
  case postgres(PostgresAddress)

  /// Reads `memory:`, `sqlite:PATH` or `postgres://...`; nil for anything else.
  public init?(_ text: String) {
    if text == "memory:" {
      self = .memory
    } else if text.hasPrefix("sqlite:") {
      let path = String(text.dropFirst("sqlite:".count))
      if path.isEmpty || path.hasPrefix("//") { return nil }
      self = .sqlite(path: path)
    } else if let address = PostgresAddress(text) {
      self = .postgres(address)
    } else {
      return nil
    }
  }
}

extension LogAddress: CustomStringConvertible {
  /// As it is written, but never with a password.
  public var description: String {
    switch self {
    case .memory: "memory:"
    case .sqlite(let path): "sqlite:\(path)"
    case .postgres(let address): address.description
    }
  }
}

/// A PostgreSQL database: `postgres://[USER[:PASSWORD]@]HOST[:PORT]/DATABASE[?OPTION=VALUE&...]`.
public struct PostgresAddress: Sendable, Equatable, CustomStringConvertible {
  public let host: String
  public let port: Int?
  public let database: String
  public let user: String?
  /// The password that the text carried.
  public let password: Secret?
  /// Options for the connection, as `sslmode=require`; none of them is a password.
  public let options: String?

  /// Reads an address; nil where it is not one.
  public init?(_ text: String) {
    guard let parts = URLComponents(string: text), ["postgres", "postgresql"].contains(parts.scheme),
      var host = parts.host, parts.fragment == nil, parts.path.count > 1,
      !parts.path.dropFirst().contains("/"),
      !(parts.queryItems ?? []).contains(where: { $0.name.lowercased().contains("password") })
    else { return nil }
    if host.hasPrefix("[") && host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard HostName.isValid(host), parts.port.map({ (1...65535).contains($0) }) ?? true else { return nil }
    self.host = host
    port = parts.port
    database = String(parts.path.dropFirst())
    user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
    password = parts.password.flatMap { $0.isEmpty ? nil : Secret($0) }
    options = parts.percentEncodedQuery
  }

  /// As it is written, without the password.
  public var description: String {
    var parts = URLComponents()
    parts.scheme = "postgres"
    parts.user = user
    parts.host = host.contains(":") ? "[\(host)]" : host
    parts.port = port
    parts.path = "/" + database
    parts.percentEncodedQuery = options
    return parts.string ?? "postgres:"
  }
}
