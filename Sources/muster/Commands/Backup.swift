import ArgumentParser
import MusterServer
import MusterSQLite

/// A copy of a log.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy a log, also while its server runs, and verify the copy.",
    discussion: """
      The copy is the log as it was at one instant. To go back to it, stop the server
      and put the copy in the log's place; remove the old NAME-wal and NAME-shm first.

      EXAMPLE
        muster backup --from sqlite:muster.db --to backups/monday.db
      """)

  @Option(help: ArgumentHelp("The log: sqlite:PATH.", valueName: "log"))
  var from: String

  @Option(help: ArgumentHelp("The copy; there may be no such file yet.", valueName: "file"))
  var to: String

  func run() async throws {
    guard let address = LogAddress(from) else {
      throw CommandFailure.user("--from: found \"\(from)\", expected sqlite:PATH")
    }
    guard case .sqlite(let path) = address else {
      throw CommandFailure.user(
        "--from: found \(address), expected sqlite:PATH; for PostgreSQL use its own pg_dump")
    }
    let backup = try await SQLiteLog.backup(path, to: to)
    let count = backup.positions.upperBound.recordsBefore - backup.positions.lowerBound.recordsBefore
    try Console.print(
      "\(to): \(Number.count(count, "record")), \(Number.count(UInt64(backup.bytes), "byte")), verified")
  }
}
