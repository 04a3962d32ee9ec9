import MusterMath

/// What agents that orchestrate can see and do.
public enum OrchestrationScope: String, Sendable, CaseIterable {
  /// All that their world has.
  case cluster
  /// What a trained policy can see and do in a live pool: a scheduler places the head of its queue on a candidate, a
  /// compute node admits or not. Nobody overcommits, moves jobs, preempts, passes a job that could be placed, or
  /// knows what jobs use of what they hold; jobs read nothing.
  case pool
}

extension OrchestrationScope {
  package func encode(into writer: inout ByteWriter) { writer.string(rawValue) }

  /// Throws where it is of another version's.
  init(from reader: inout ByteReader) throws {
    let name = try reader.string()
    guard let scope = Self(rawValue: name) else {
      throw CheckpointError.mismatch(
        what: "scope", found: name, expected: Self.allCases.map(\.rawValue).joined(separator: " or "))
    }
    self = scope
  }
}
