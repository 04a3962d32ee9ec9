import MusterCore
import MusterLab

/// What a log file holds.
struct LogContent {
  /// From the first on.
  private(set) var facts: [Fact] = []
  /// What the engine that wrote it was set to; nil where the log does not say.
  private(set) var configuration: EngineConfiguration?

  /// Reads all of it.
  init(reading path: String) async throws {
    configuration = try await Self.read(path) { facts.append($0) }
  }

  /// Gives one fact after the other. What has to be left out of a damaged log is said on standard error. A log whose
  /// first facts were dropped begins with what its snapshot knows: names, tenants and the agents of the pool; tasks
  /// that were submitted before the facts that are kept stay out.
  /// - Returns: the engine's settings, as the log's snapshot has them.
  @discardableResult
  static func read(_ path: String, _ take: (Fact) -> Void) async throws -> EngineConfiguration? {
    let log = try await LogFile(path)
    defer { log.close() }
    var opening: LogOpening?
    if let (engine, position) = try log.opening() {
      Console.complain(
        "\(path): the facts before position \(log.first) were dropped; it begins with the pool of its snapshot"
      )
      opening = LogOpening(engine, until: position)
    }
    try await log.read(from: log.first) { fact, position in
      if opening?.isFirst == true { opening?.begin(at: fact.at, take) }
      if opening?.knows(fact, at: position) != true { take(fact) }
    }
    return log.snapshot?.engine.configuration
  }
}
