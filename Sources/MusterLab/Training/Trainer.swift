import MusterMath

/// Something that learns a policy step by step: what a ``TrainingRun`` drives and `muster train` names.
///
/// Everything follows from the settings and the traces: the number of threads changes the time and no bit of the
/// result.
public protocol Trainer {
  /// Steps of learning done so far.
  var step: Int { get }
  /// The policy as it stands, as `learned(FILE)` reads it.
  var policy: [UInt8] { get }
  /// All that the next steps depend on.
  var state: [UInt8] { get }

  /// Does one step. Throws where it cannot, perhaps after a part of it: then this trainer is to be dropped, for the last
  /// ``state`` that was saved.
  /// - Returns: what the step measured, by name, for the learning curve.
  mutating func learn(threads: Int) throws -> [TrainingValue]
  /// Runs the policy as it stands on seeds that it is never trained on.
  mutating func evaluate(threads: Int) throws -> TrainingEvaluation
  /// Goes on from a ``state``. Throws where it is of other settings or damaged, and nothing has changed.
  mutating func restore(_ state: [UInt8]) throws
}

/// A number of the learning curve.
public struct TrainingValue: Sendable, Equatable {
  public var name: String
  public var value: Double

  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}

extension TrainingValue {
  static func encode(_ values: [TrainingValue], into writer: inout ByteWriter) {
    writer.varint(UInt64(values.count))
    for value in values {
      writer.string(value.name)
      writer.double(value.value)
    }
  }

  static func decode(from reader: inout ByteReader) throws(ByteError) -> [TrainingValue] {
    var values: [TrainingValue] = []
    for _ in 0..<(try reader.count(bytesEach: 9)) {
      values.append(TrainingValue(try reader.string(), try reader.double()))
    }
    return values
  }
}

/// How good a policy is on seeds that it was not trained on.
public struct TrainingEvaluation: Sendable, Equatable {
  /// Higher is better: what the best policy and the early stop go by.
  public var score: Double
  /// What else was measured, by name.
  public var values: [TrainingValue]
  /// The runs behind it, of the policy and of what it is compared with.
  public var results: [RunResult]

  public init(score: Double, values: [TrainingValue] = [], results: [RunResult] = []) {
    self.score = score
    self.values = values
    self.results = results
  }
}
