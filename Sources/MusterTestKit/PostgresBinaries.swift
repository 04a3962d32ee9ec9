import Foundation

/// Where PostgreSQL's programs are, and as whom to run them.
struct PostgresBinaries {
  /// The directory with `initdb` and `postgres`.
  let directory: String

  /// Who runs them, if not we: PostgreSQL refuses to run as root.
  let user: User?

  struct User {
    let name: String
    let id: uid_t
    let group: gid_t
  }

  /// The words before a command that make it run as the user.
  var asUser: [String] {
    user.map { ["setpriv", "--reuid=\($0.id)", "--regid=\($0.group)", "--clear-groups"] } ?? []
  }

  /// The newest where Debian puts them, or those in PATH.
  static func find() throws -> PostgresBinaries {
    let files = FileManager.default
    let root = "/usr/lib/postgresql"
    let versions = (try? files.contentsOfDirectory(atPath: root)) ?? []
    let newestFirst = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let found = (newestFirst + path).first { directory in
      ["initdb", "postgres"].allSatisfy { files.isExecutableFile(atPath: "\(directory)/\($0)") }
    }
    guard let found else {
      throw PostgresServerError(
        found: "neither initdb nor postgres in \(root)/*/bin or PATH; install PostgreSQL (`make setup`)")
    }
    return PostgresBinaries(directory: found, user: geteuid() == 0 ? try unprivileged() : nil)
  }

  private static func unprivileged() throws -> User {
    for name in ["postgres", "nobody"] {
      if let entry = getpwnam(name) {
        return User(name: name, id: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
      }
    }
    throw PostgresServerError(found: "no user `postgres` or `nobody` to run the server, which root may not")
  }
}

/// Why there is no server to test with.
public struct PostgresServerError: Error, CustomStringConvertible {
  /// What was found where a server was expected.
  public let found: String

  public var description: String { "found \(found), expected a PostgreSQL server to test with" }
}
