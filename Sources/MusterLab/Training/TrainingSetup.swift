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

  /// Specs of the traces that it is tested on in whole; none for what is held out of those that it trains on.
  public var tests: [String]
  /// Steps between two evaluations; nil where nobody said.
  public var evaluateEvery: Int?

  public init(method: String, traces: [String], settings: [String], tests: [String] = []) {
    self.method = method
    self.traces = traces
    self.settings = settings
    self.tests = tests
  }

  /// Reads it from a checkpoint. Throws ``CheckpointError``.
  public init(from checkpoint: Checkpoint) throws {
    method = try checkpoint.read("method") { try $0.string() }
    (traces, settings) = try checkpoint.read("setup") { (try Self.strings(&$0), try Self.strings(&$0)) }
    tests = checkpoint.has("tests") ? try checkpoint.read("tests") { try Self.strings(&$0) } : []
    evaluateEvery =
      checkpoint.has("pace") ? try checkpoint.read("pace") { try TrainingCurve.step(from: &$0) } : nil
  }

  /// Writes it into a checkpoint; without tests and pace as earlier versions did.
  func add(to checkpoint: inout Checkpoint) {
    checkpoint.add("method") { $0.string(method) }
    checkpoint.add("setup") { writer in
      Self.encode(traces, into: &writer)
      Self.encode(settings, into: &writer)
    }
    if !tests.isEmpty { checkpoint.add("tests") { Self.encode(tests, into: &$0) } }
    if let evaluateEvery { checkpoint.add("pace") { $0.varint(UInt64(max(evaluateEvery, 1))) } }
  }

  private static func encode(_ strings: [String], into writer: inout ByteWriter) {
    writer.varint(UInt64(strings.count))
    for string in strings { writer.string(string) }
  }

  private static func strings(_ reader: inout ByteReader) throws -> [String] {
    try (0..<(try reader.count())).map { _ in try reader.string() }
  }

  /// The same with its traces in other places, none for those that are where they were. Throws ``TrainingSetupError``
  /// where there are not as many of them.
  public func moved(traces: [String], tests: [String]) throws(TrainingSetupError) -> TrainingSetup {
    var moved = self
    for (part, path, given) in [("--trace", \TrainingSetup.traces, traces), ("--test-trace", \.tests, tests)]
    where !given.isEmpty {
      let held = self[keyPath: path]
      guard given.count == held.count else {
        throw TrainingSetupError(
          part: part, found: "\(given.count) of them for a run that has \(held.count)",
          expected: "one for each, in their order: \(held.isEmpty ? "none" : held.joined(separator: ", "))")
      }
      moved[keyPath: path] = given
    }
    return moved
  }

  /// The same with other values of settings, `key=value` each. Throws ``TrainingSetupError`` for those that a run cannot
  /// go on with, unless they are what it has.
  public func renewed(_ changes: [String]) throws -> TrainingSetup {
    if changes.isEmpty { return self }
    let method = try TrainingMethod.named(method)
    let spec = try method.spec(changes)
    var renewed = self
    for pair in spec.pairs {
      let own = settings.first { $0.hasPrefix("\(pair.key)=") }
      let held = own ?? method.settings.first { $0.name == pair.key }.map { "\(pair.key)=\($0.fallback)" }
      if held == "\(pair.key)=\(pair.value)" { continue }
      guard method.renewable.contains(pair.key) else {
        throw TrainingSetupError(
          part: "key \(pair.key)", found: "another value, \"\(pair.value)\", in a run that is gone on with",
          expected: "one of \(method.renewable.joined(separator: ", ")), or a run that begins anew")
      }
      renewed.settings.removeAll { $0.hasPrefix("\(pair.key)=") }
      renewed.settings.append("\(pair.key)=\(pair.value)")
    }
    return renewed
  }

  /// A trainer on the ground of the traces, opened in their order. Throws as ``TrainingMethod/trainer(settings:on:)``
  /// does.
  public func trainer(on ground: TrainingGround) throws -> any Trainer {
    try TrainingMethod.named(method).trainer(settings: settings, on: ground)
  }
}
