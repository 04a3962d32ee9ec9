import Foundation
import Synchronization

/// A real PostgreSQL server for tests, in a directory of its own, on a free port of the loopback.
///
/// It is ended, and its directory deleted, when this process ends in whatever manner: a shell that watches
/// over it reads from a pipe that only this process holds. It does not sync, and takes anybody as the
/// superuser `muster`.
public final class PostgresServer: Sendable {
  /// The directory with the data, the socket and the server's output.
  public let directory: String

  /// The port, of the loopback and of the socket.
  public let port: UInt16

  private let commands: FileHandle
  private let shell: Process

  /// The server that all tests of this process share. Started by the first.
  public static func shared() throws -> PostgresServer { try sharedServer.get() }

  private static let sharedServer = Result { try start() }

  /// Starts a server. Takes one to three seconds.
  ///
  /// - Parameter syncs: Whether commits reach the disk: for measurements, not for tests.
  public static func start(syncs: Bool = false) throws -> PostgresServer {
    let binaries = try PostgresBinaries.find()
    for _ in 0..<3 {
      let server = try PostgresServer(binaries, port: try freePort(), syncs: syncs)
      do {
        try server.awaitReady()
        return server
      } catch {
        let isPortTaken = server.output().contains("could not bind")
        server.end()
        if !isPortTaken { throw error }
      }
    }
    throw PostgresServerError(found: "no free port in three tries")
  }

  private init(_ binaries: PostgresBinaries, port: UInt16, syncs: Bool) throws {
    self.port = port
    // Not the temporary directory of the user: another user must get there, and a socket's path must be
    // short.
    directory = "/tmp/muster-pg-\(getpid())-\(port)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    if let user = binaries.user {
      guard chown(directory, user.id, user.group) == 0 else {
        throw PostgresServerError(found: "\(directory) that could not be given to \(user.name)")
      }
    }
    let pipe = Pipe()
    commands = pipe.fileHandleForWriting
    // A child that inherits the pipe would keep the server alive.
    _ = fcntl(commands.fileDescriptor, F_SETFD, FD_CLOEXEC)
    shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments =
      ["-c", Self.script, "sh", directory, "\(port)", syncs ? "on" : "off", binaries.directory]
      + binaries.asUser
    shell.standardInput = pipe.fileHandleForReading
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
  }

  deinit { end() }

  /// A URL for a database of this server.
  public func url(database: String = "postgres") -> String {
    "postgres://muster@127.0.0.1:\(port)/\(database)"
  }

  /// A URL through the socket.
  public var socketURL: String { "postgres://muster@/postgres?host=\(directory)&port=\(port)" }

  /// Stops the server as a crash would.
  public func stop() throws {
    try commands.write(contentsOf: Data("stop\n".utf8))
    try wait("a server that does not stop") {
      !FileManager.default.fileExists(atPath: directory + "/running")
    }
  }

  /// Starts the server again after `stop`.
  public func restart() throws {
    try commands.write(contentsOf: Data("start\n".utf8))
    try awaitReady()
  }

  /// Ends the server and deletes its directory.
  public func end() {
    try? commands.close()
    if shell.isRunning { shell.waitUntilExit() }
    // A shell whose preparations failed has left it.
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// What the server has said.
  public func output() -> String {
    (try? String(contentsOfFile: directory + "/output", encoding: .utf8)) ?? ""
  }

  private func awaitReady() throws {
    try wait("a server that does not become ready") {
      let status = try? String(contentsOfFile: directory + "/data/postmaster.pid", encoding: .utf8)
      return status?.split(separator: "\n").contains { $0.hasPrefix("ready") } == true
    }
  }

  private func wait(_ what: String, until isDone: () -> Bool) throws {
    for _ in 0..<3000 {
      if isDone() { return }
      guard shell.isRunning, !output().contains("could not bind") else { break }
      usleep(10_000)
    }
    let last = output().suffix(500).split(separator: "\n").joined(separator: " ")
    throw PostgresServerError(found: "\(what) (\(last))")
  }

  private static func freePort() throws -> UInt16 {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw PostgresServerError(found: "no free port") }
    return UInt16(bigEndian: address.sin_port)
  }

  /// Makes the data, runs the server, and obeys until its input ends. Then all goes.
  ///
  /// Interrupts are for this process: the shell must live on to clean up.
  private static let script = """
    trap '' INT HUP TERM
    directory=$1 port=$2 sync=$3 binaries=$4
    shift 4
    cd "$directory" || exit 1
    start() {
      rm -f data/postmaster.pid
      touch running
      "$@" "$binaries/postgres" -D data -p "$port" -k "$directory" -c listen_addresses=127.0.0.1 \
        -c fsync=$sync -c full_page_writes=$sync -c max_connections=200 -c shared_buffers=32MB \
        -c max_wal_size=256MB -c autovacuum_naptime=60 </dev/null >>output 2>&1 &
      server=$!
    }
    stop() {
      kill -QUIT "$server"
      wait "$server"
      rm -f running
    }
    "$@" "$binaries/initdb" -D data -U muster -A trust --no-sync --encoding=UTF8 --locale=C \
      </dev/null >output 2>&1 || exit 1
    start "$@"
    while read -r word; do
      case $word in
        stop) stop ;;
        start) start "$@" ;;
      esac
    done
    stop
    cd / && rm -rf "$directory"
    """
}
