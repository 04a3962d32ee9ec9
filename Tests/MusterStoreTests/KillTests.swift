import Foundation
import MusterSQLite
import MusterStore
import Testing

@Suite("A SQLite log whose writer is killed", .serialized) struct KillTests {
  @Test(
    "has every batch that was acknowledged, and no part of another", arguments: 1...6 as ClosedRange<UInt64>)
  func killed(seed: UInt64) async throws {
    let directory = try TemporaryDirectory()
    let (path, acknowledged) = (directory.file("a.log"), directory.file("acknowledged"))
    try Data().write(to: URL(fileURLWithPath: acknowledged))
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, acknowledged = acknowledged as String, seed] in
      try await Self.writeUntilKilled(path, acknowledged, seed)
    }

    let count = try Data(contentsOf: URL(fileURLWithPath: acknowledged)).count
    #expect(count > 0, "killed before the first batch")
    // A commit cut short at its very last step looks like damage: then it is reported, and nothing is lost by it.
    let log = try await SQLiteLog.open(path: path, mode: .readWrite)
    let end = try await log.end.recordsBefore
    #expect(end % 3 == 0)
    // The batch that was being acknowledged may be there as well.
    #expect([count, count + 1].contains(Int(end / 3)))
    #expect(try await log.everything().map(\.bytes) == (0..<Int(end)).map { Self.record($0, seed) })
    try await log.append([[1]], expecting: LogPosition(end))
  }

  private static func record(_ number: Int, _ seed: UInt64) -> [UInt8] {
    var random = SeededRandom(seed &* 1_000_003 &+ UInt64(number))
    return random.bytes(number % 700)
  }

  /// Appends batches of three, and writes a byte to a file for each that was acknowledged.
  private static func writeUntilKilled(_ path: String, _ acknowledged: String, _ seed: UInt64) async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create, durability: seed % 2 == 0 ? .full : .normal)
    let descriptor = open(acknowledged, O_WRONLY | O_APPEND)
    let thread = Thread {
      var random = SeededRandom(seed)
      usleep(UInt32.random(in: 100_000...400_000, using: &random))
      kill(getpid(), SIGKILL)
    }
    thread.start()
    var end = LogPosition.zero
    while true {
      end = try await log.append((0..<3).map { record(Int(end.recordsBefore) + $0, seed) }, expecting: end)
      _ = write(descriptor, [1], 1)
    }
  }
}
