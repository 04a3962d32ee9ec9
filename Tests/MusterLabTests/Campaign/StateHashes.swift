import MusterCore
import MusterLab
import MusterPolicy

/// Notes the hash of the state after every step.
struct StateHashes: RunObserver {
  var hashes: [UInt64] = []
  mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) {
    hashes.append(engine.stateHash())
  }
}

enum Sentences {
  static func policy(_ text: String) throws -> any Policy { try Sentence.parse(text) }
}
