import MusterMath

/// What a verifier says of an answer.
public enum Ruling: UInt8, Sendable, CaseIterable {
  case accepted = 0
  case rejected = 1
  /// The verifier itself failed: the answer counts as accepted, for it may well be good.
  case broken = 2
}

/// The word of a verifier on one answer.
struct Verdict: Sendable, Equatable {
  var ruling: Ruling
  /// How good the answer is; nil where the verifier said yes or no.
  var value: Double?
  /// How sure the verifier is that the answer is right, 0...1, a yes being 1 and a no 0; nil where nobody said.
  var confidence: Double?
  /// What asking cost, in micro-dollars.
  var cost: Int64 = 0
  /// Why the verifier broke, for people.
  var trouble: String?

  init(_ ruling: Ruling, value: Double? = nil) {
    self.ruling = ruling
    self.value = value
    switch ruling {
    case .accepted: confidence = min(max(value ?? 1, 0), 1)
    case .rejected: confidence = min(max(value ?? 0, 0), 1)
    case .broken: confidence = nil
    }
  }

  /// A verdict in numbers: from the threshold up it is a yes.
  init(value: Double, threshold: Double) {
    self.init(value >= threshold ? .accepted : .rejected, value: value)
  }

  /// What an attempt cost together with its verdict, in micro-dollars.
  func cost(with attempt: Int64) -> Int64 {
    let (sum, isTooMuch) = attempt.addingReportingOverflow(cost)
    return isTooMuch ? .max : sum
  }

  static func broken(_ trouble: String) -> Verdict {
    var verdict = Verdict(.broken)
    verdict.trouble = trouble
    return verdict
  }
}

/// What the server keeps of the verdicts on a task's answers.
public struct TaskVerdict: Sendable, Equatable {
  /// The latest.
  public var ruling: Ruling
  /// How many of its answers were rejected.
  public var rejections: UInt16

  /// Two bytes or more: the ruling, then the rejections as a varint.
  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 4)
    encode(into: &writer)
    return writer.bytes
  }

  func encode(into writer: inout ByteWriter) {
    writer.byte(ruling.rawValue)
    writer.varint(UInt64(rejections))
  }
}

extension TaskVerdict {
  init(from reader: inout ByteReader) throws(ByteError) {
    ruling = Ruling(rawValue: try reader.byte()) ?? .broken
    rejections = UInt16(clamping: try reader.varint())
  }
}
