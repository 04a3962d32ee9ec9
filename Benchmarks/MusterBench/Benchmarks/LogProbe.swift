import Foundation
import MusterCore
import MusterLab
import MusterMath
import MusterPolicy
import MusterSQLite
import MusterStore

/// Appends encoded facts to a log in SQLite, and writes such facts for both sides.
enum LogProbe {
  static let batch = 100

  /// Arguments: the file to write, how many facts.
  static let exported = Probe("log-export") { arguments in
    guard arguments.count == 2, let count = Int(arguments[1]) else {
      throw BenchError(found: "\(arguments)", expected: "FILE COUNT")
    }
    var encoder = FactEncoder(limit: count)
    var simulation = Simulation(
      workload: EngineProbe.workload(count / 4 + 1, 16),
      policy: try Sentence.parse("feasible | least-loaded | best"), seed: 1)
    try simulation.run(&encoder)
    try Data(encoder.file.bytes).write(to: URL(fileURLWithPath: arguments[0]))
    return Measurement()
  }

  /// Arguments: the file of facts, the log to make, `full` or `normal`.
  static let append = Probe("log-append") { arguments in
    guard arguments.count == 3, let durability = Durability(rawValue: arguments[2]) else {
      throw BenchError(found: "\(arguments)", expected: "FACTS LOG full|normal")
    }
    let records = try read(arguments[0])
    let path = arguments[1]
    for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    let log = try await SQLiteLog.open(path: path, mode: .create, durability: durability)
    let watch = Stopwatch()
    var end = LogPosition.zero
    for start in stride(from: 0, to: records.count, by: batch) {
      end = try await log.append(Array(records[start..<min(start + batch, records.count)]), expecting: end)
    }
    let seconds = watch.seconds
    var result = Measurement()
    result[word: "records"] = "\(try await log.end)"
    try log.close()
    result["perS"] = Double(records.count) / seconds
    result["bytesPerRecord"] = Double(records.reduce(0) { $0 + $1.count }) / Double(records.count)
    return result
  }

  /// Encodes facts as they come, each behind its length in four bytes.
  private struct FactEncoder: RunObserver {
    let limit: Int
    var file = ByteWriter()
    var count = 0
    var record = ByteWriter()

    init(limit: Int) { self.limit = limit }

    mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) {
      for fact in facts where count < limit {
        record.removeAll()
        FactCodec.encode(fact, into: &record)
        file.fixed32(UInt32(record.count))
        file.raw(record.bytes)
        count += 1
      }
    }
  }

  private static func read(_ path: String) throws -> [[UInt8]] {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var records: [[UInt8]] = []
    var at = 0
    while at + 4 <= bytes.count {
      let length = (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
      records.append(Array(bytes[(at + 4)..<(at + 4 + length)]))
      at += 4 + length
    }
    return records
  }
}
