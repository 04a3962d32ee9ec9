import Foundation
import MusterSQLite
import MusterStore
import Synchronization

/// A directory that is gone when nobody holds it any more.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "muster-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.resolvingSymlinksInPath().path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it.
  func file(_ name: String) -> String { path + "/" + name }

  /// The names and bytes of its files, SQLite's scratch files aside.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path) where !name.hasSuffix("-shm") {
      let data = try Data(contentsOf: URL(fileURLWithPath: file(name)))
      if !(name.hasSuffix("-wal") && data.isEmpty) { contents[name] = data }
    }
    return contents
  }

  func names() throws -> [String] { try contents().keys.sorted() }

  /// A directory with copies of the files, as a crash would leave them: no lock is held on them.
  func copy() throws -> TemporaryDirectory {
    let copy = try TemporaryDirectory()
    for (name, data) in try contents() { try data.write(to: URL(fileURLWithPath: copy.file(name))) }
    return copy
  }
}

/// SplitMix64.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
  }
}

extension Log {
  /// Every record held.
  func everything() async throws -> [LogRecord] {
    var all: [LogRecord] = []
    for try await record in records(from: try await first) { all.append(record) }
    return all
  }
}

/// Runs the body, and gives back the log error that it threw.
func logError(_ body: () async throws -> Void) async throws -> LogError? {
  do {
    try await body()
    return nil
  } catch let error as LogError {
    return error
  }
}

/// A list that many tasks add to.
final class Collected<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])

  var all: [Element] { elements.withLock(\.self) }

  func add(_ element: Element) { elements.withLock { $0.append(element) } }
}
