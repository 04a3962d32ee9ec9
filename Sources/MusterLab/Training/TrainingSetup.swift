import MusterLearning
import MusterMath

/// What a training run was asked for: enough, with the traces' files, to make its trainer again.
public struct TrainingSetup: Sendable, Equatable {
  /// ``TrainingMethod/name``.
  public var method: String
  /// Specs of the traces.
  public var traces: [String]
  /// `key=value` each, those left out having their defaults.
  public var settings: [String]

  public init(method: String, traces: [String], settings: [String]) {
    self.method = method
    self.traces = traces
    self.settings = settings
  }

  /// Reads it from a checkpoint. Throws ``CheckpointError``.
  public init(from checkpoint: Checkpoint) throws {
    method = try checkpoint.read("method") { try $0.string() }
    (traces, settings) = try checkpoint.read("setup") { reader in
      func strings() throws -> [String] {
        try (0..<(try reader.count())).map { _ in try reader.string() }
      }
      return (try strings(), try strings())
    }
  }

  func encode(into writer: inout ByteWriter) {
    for strings in [traces, settings] {
      writer.varint(UInt64(strings.count))
      for string in strings { writer.string(string) }
    }
  }

  /// A trainer at its beginning, over the traces, opened in their order. Throws ``TrainingSetupError``.
  public func trainer(over traces: [any Trace]) throws -> any Trainer {
    try TrainingMethod.named(method).trainer(settings: settings, traces: traces)
  }
}
