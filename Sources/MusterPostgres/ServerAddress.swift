import CPostgres
import MusterStore

/// Where a server is and how to connect to it, from a `postgres://` URL. The password is in `parameters`
/// alone.
struct ServerAddress: Sendable {
  /// The address for people: user, hosts, ports and database.
  let name: String

  /// What libpq connects with.
  let parameters: [(keyword: String, value: String)]

  init(url: String) throws(LogError) {
    guard ["postgres://", "postgresql://"].contains(where: url.hasPrefix) else {
      throw .unreachable(
        server: "the server's URL",
        found: "something else than postgres://USER@HOST:PORT/DATABASE")
    }
    switch Self.parse(url) {
    case .success where Self.isAmbiguous(url):
      throw .unreachable(server: Self.redact(url), found: Self.notEncoded)
    case .success(let given):
      name = Self.name(given)
      parameters = Self.defaults.filter { given[$0.keyword] == nil } + given.map { ($0.key, $0.value) }
    case .failure:
      // libpq quotes what it does not understand: it may quote only what has no password in it.
      let redacted = Self.redact(url)
      guard case .failure(let refusal) = Self.parse(redacted) else {
        throw .unreachable(server: redacted, found: Self.notEncoded)
      }
      throw .unreachable(server: redacted, found: refusal.message)
    }
  }

  /// What holds where the URL says nothing: a server that vanished is noticed within ten seconds, and of
  /// several hosts the one that takes writes is the one.
  private static let defaults: [(keyword: String, value: String)] = [
    ("connect_timeout", "5"), ("keepalives", "1"), ("keepalives_idle", "4"), ("keepalives_interval", "2"),
    ("keepalives_count", "3"), ("tcp_user_timeout", "10000"), ("target_session_attrs", "read-write"),
    ("client_encoding", "UTF8"), ("application_name", "muster"),
  ]

  private static let notEncoded = "a password, or another part with an @, that is not percent-encoded"

  /// Whether libpq may take a part of the password for a host, a port or a database, which are no secrets.
  private static func isAmbiguous(_ url: String) -> Bool {
    guard let start = url.firstRange(of: "://")?.upperBound else { return true }
    let rest = url[start...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let marks = authority.count { $0 == "@" }
    return marks > 1 || (marks == 0 && authority.contains(":") && rest.contains("@"))
  }

  private static func parse(_ url: String) -> Result<[String: String], SessionFailure> {
    var message: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(url, &message) else {
      defer { PQfreemem(message) }
      return .failure(SessionFailure(message: message.map { String(cString: $0) } ?? "no memory"))
    }
    defer { PQconninfoFree(options) }
    var given: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { given[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    return .success(given)
  }

  private static func name(_ given: [String: String]) -> String {
    let user = given["user"].map { $0 + "@" } ?? ""
    let hosts = (given["host"] ?? given["hostaddr"] ?? "").split(
      separator: ",", omittingEmptySubsequences: false)
    let ports = (given["port"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
    let places = hosts.enumerated().map { index, host in
      let port = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : ""
      return port.isEmpty ? "\(host)" : "\(host):\(port)"
    }
    return "postgres://\(user)\(places.joined(separator: ","))/\(given["dbname"] ?? "")"
  }

  /// The URL with stars for all that may be a password: rather too many than too few.
  static func redact(_ url: String) -> String {
    let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return "***" }
    var rest = String(parts[1])
    if let colon = rest.firstIndex(of: ":"), let at = rest.lastIndex(of: "@"),
      let first = rest.firstIndex(of: "@"),
      colon < first
    {
      rest = rest[...colon] + "***" + rest[at...]
    }
    let halves = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2 else { return "\(parts[0])://\(rest)" }
    let query = halves[1].split(separator: "&", omittingEmptySubsequences: false).map { pair in
      pair.lowercased().contains("pass") ? "\(pair.prefix { $0 != "=" })=***" : String(pair)
    }
    return "\(parts[0])://\(halves[0])?\(query.joined(separator: "&"))"
  }
}
