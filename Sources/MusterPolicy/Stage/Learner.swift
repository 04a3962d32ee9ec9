import MusterCore

/// What a stage that learns does; one that does not has it for nothing. What is learned belongs to agents' ids and
/// kinds of task, not to rows or versions, so that it can be taken into another run.
public protocol Learner: Sendable {
  /// Whether it wants ``Outcome/replaces``, and outcomes of forgotten decisions left out. A stage with features
  /// has that without asking.
  var needsMemory: Bool { get }
  /// Whether it looks at ``Task/terms``, ``Task/prefix`` or at embeddings, which then have to be made.
  var readsTexts: Bool { get }
  /// Learns from finished decisions, in the order of the log.
  mutating func observe(_ outcomes: [Outcome])
  /// What was learned; empty for nothing.
  func snapshot() -> [UInt8]
  /// Takes up what was learned, in place of all that was; empty bytes stand for nothing learned. On an error
  /// nothing has changed.
  mutating func restore(_ bytes: [UInt8]) throws(PolicyError)
  /// Forgets which decisions it learned from, not what: for what is put into a file, because decisions are numbered
  /// anew in every run. Nothing of before can be corrected from then on.
  mutating func forgetDecisions()
  /// Adds what another of the same word and parameters learned elsewhere, given as its ``snapshot()``, to what was
  /// learned here; empty bytes add nothing. What both had in common counts twice: merge what was learned since they
  /// parted, not the same snapshot again. On an error nothing has changed.
  mutating func merge(_ bytes: [UInt8]) throws(PolicyError)
}

extension Learner {
  public var needsMemory: Bool { false }
  public var readsTexts: Bool { false }
  public mutating func observe(_ outcomes: [Outcome]) {}
  public func snapshot() -> [UInt8] { [] }
  public mutating func forgetDecisions() {}
  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    if !bytes.isEmpty {
      throw PolicyError(policy: "stage", found: "\(bytes.count) bytes", expected: "none: it does not learn")
    }
  }
  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    if !bytes.isEmpty {
      throw PolicyError(
        policy: "stage", found: "\(bytes.count) bytes to merge",
        expected: "a stage whose statistics add up: leave this one out, or restore it instead")
    }
  }
}
