import AsyncHTTPClient
import Logging
import MusterCore
import MusterPolicy
import MusterWire

/// Reads what tasks say, for a policy that chooses by it: as hashed terms and blocks made here, or as an embedding that an
/// endpoint makes. The text itself goes no further.
final class TextReader: Sendable {
  /// What a text became.
  struct Reading: Sendable {
    var terms: [UInt32] = []
    var prefix: [UInt32] = []
    var embedding: [Float] = []
  }

  private let embedder: Embedder?
  private let logger: Logger

  /// Nil where nobody looks at texts.
  init?(_ settings: Settings, policy: any Policy, upstream: Upstream, now: Instant, logger: Logger) {
    guard policy.readsTexts else { return nil }
    self.logger = logger
    // Nobody leases it work, so its number stands for no agent.
    embedder = settings.embedder.map {
      Embedder(Endpoint($0, agent: AgentID(0), now: now), upstream, settings.texts)
    }
  }

  /// Reads a task's body. An endpoint that gives no embedding in time does not hold the task up: the terms do.
  func read(_ body: [UInt8]) async -> Reading {
    let text = PromptText.of(body)
    var reading = Reading(terms: TextTerms.terms(of: text), prefix: PromptBlocks.blocks(of: text))
    guard let embedder, !text.isEmpty else { return reading }
    do { reading.embedding = try await embedder.embed(text) } catch {
      logger.warning("no embedding; the task goes by its terms", metadata: ["error": "\(error)"])
    }
    return reading
  }
}

extension Task {
  /// Takes up what its text became.
  mutating func take(_ reading: TextReader.Reading?) {
    guard let reading else { return }
    terms = reading.terms
    prefix = reading.prefix
    if !reading.embedding.isEmpty { features = reading.embedding }
  }
}
