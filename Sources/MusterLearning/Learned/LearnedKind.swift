import MusterPolicy

/// A kind of trained policy: what the word `learned` makes of a checkpoint.
///
/// A method that trains policies says here how its checkpoints become a stage of a sentence, and stands in
/// ``all``.
public struct LearnedKind: Sendable {
  /// The method that trains it, as the section `method` of its checkpoints says.
  public let method: String
  /// Reads the policy and nothing else. Throws where the checkpoint does not fit.
  let stage: @Sendable (Checkpoint) throws -> Stage

  init(_ method: String, stage: @escaping @Sendable (Checkpoint) throws -> Stage) {
    self.method = method
    self.stage = stage
  }

  /// All kinds there are.
  static let all: [LearnedKind] = [.placement] + orchestration

  /// The methods whose checkpoints the word `learned` takes.
  public static var methods: [String] { all.map(\.method) }

  /// The stage of any kind's checkpoint. Throws ``CheckpointError``, `kind` where no sentence has room for
  /// what was trained.
  static func stage(of checkpoint: Checkpoint) throws -> Stage {
    let method = try checkpoint.read("method") { try $0.string() }
    guard let kind = all.first(where: { $0.method == method }) else {
      throw CheckpointError.kind(found: method, expected: methods)
    }
    return try kind.stage(checkpoint)
  }
}
