import Foundation

/// What a benchmark has at hand: the data, a directory for files, and processes to measure in.
final class Bench {
  let settings: Settings
  /// For files that the sides exchange; gone when all is measured. On the disk of the package, not in memory.
  let scratch: String
  /// Of the languages and libraries that took part.
  private(set) var versions: [(name: String, version: String)] = []

  init(_ settings: Settings) throws {
    self.settings = settings
    scratch = "\(settings.root)/.build-bench"
    try? FileManager.default.removeItem(atPath: scratch)
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    versions = settings.versions
  }

  func close() { try? FileManager.default.removeItem(atPath: scratch) }

  /// Runs a benchmark; one that fails does not take the others' figures with it.
  func outcome(of benchmark: Benchmark) -> Outcome {
    var body = Outcome.Body()
    do { body = try benchmark.run(self) } catch { body.faults.append("It failed: \(error).") }
    return Outcome(name: benchmark.name, title: benchmark.title, body: body)
  }

  /// The path of a data set, or nil where it is not there.
  func data(_ path: String) -> String? {
    let full = "\(settings.data)/\(path)"
    return FileManager.default.fileExists(atPath: full) ? full : nil
  }

  /// Measures the sides one after the other, A B A B and so on, so that a slow spell of the machine hits all alike.
  /// Peers are left out, with an empty series, where there is no Python for them.
  func rounds(_ count: Int, _ sides: Side...) throws -> [Series] { try rounds(count, sides) }

  /// The same for a list of sides.
  func rounds(_ count: Int, _ sides: [Side]) throws -> [Series] {
    var series = sides.map { _ in Series() }
    for _ in 0..<count {
      for (index, side) in sides.enumerated() {
        if let measurement = try measure(side) { series[index].measurements.append(measurement) }
      }
    }
    return series
  }

  /// Has one side measure once.
  @discardableResult
  func measure(_ side: Side) throws -> Measurement? {
    switch side {
    case .muster(let probe, let arguments):
      return try Child.run(settings.executable, ["measure", probe] + arguments)
    case .peer(let file, let arguments):
      guard let python = settings.python else { return nil }
      let measurement = try Child.run(python, ["\(settings.peers)/\(file)"] + arguments)
      note(measurement)
      return measurement
    }
  }

  /// Takes up the versions that a measurement names.
  func note(_ measurement: Measurement) {
    for (name, version) in measurement.named("version.")
    where !versions.contains(where: { $0.name == name }) {
      versions.append((name, version))
    }
  }
}
