import MusterCore
import MusterMath

/// A policy that is a sentence: screens and scorers as a ``Funnel``, then a ``Matcher``.
public struct Pipeline: Policy {
  public let name: String
  public private(set) var funnel: Funnel
  private var matcher: any Matcher

  public init(name: String, funnel: Funnel, matcher: any Matcher) {
    self.name = name
    self.funnel = funnel
    self.matcher = matcher
  }

  public mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
    plan.reset(count: frame.taskCount)
    matcher.match(&frame, through: &funnel, into: &plan)
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for index in funnel.steps.indices { funnel.steps[index].scorer?.observe(outcomes) }
  }

  /// How many stages learned something; for each its place in the sentence, its word and its own bytes.
  public func snapshot() -> [UInt8] {
    var parts = ByteWriter()
    var count: UInt64 = 0
    for (index, step) in funnel.steps.enumerated() {
      guard let learned = step.scorer?.snapshot(), !learned.isEmpty else { continue }
      parts.varint(UInt64(index))
      parts.string(step.name)
      parts.bytes(learned)
      count += 1
    }
    if count == 0 { return [] }
    var writer = ByteWriter()
    writer.varint(count)
    writer.raw(parts.bytes)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = funnel
    for index in restored.steps.indices { try restored.steps[index].scorer?.restore([]) }
    for (index, word, learned) in try parts(bytes) {
      guard index < UInt64(restored.steps.count), restored.steps[Int(index)].name == word else {
        throw PolicyError(
          policy: name, found: "\"\(word)\" as stage \(index)", expected: "the stages of its sentence")
      }
      try restored.steps[Int(index)].scorer?.restore(learned)
    }
    funnel = restored
  }

  private func parts(_ bytes: [UInt8]) throws(PolicyError) -> [(UInt64, String, [UInt8])] {
    if bytes.isEmpty { return [] }
    var reader = ByteReader(bytes)
    do {
      var parts: [(UInt64, String, [UInt8])] = []
      for _ in 0..<(try reader.count(bytesEach: 3)) {
        parts.append((try reader.varint(), try reader.string(), try reader.bytes()))
      }
      try reader.expectEnd()
      return parts
    } catch {
      throw PolicyError(policy: name, found: "damaged bytes (\(error))", expected: "a whole snapshot")
    }
  }
}
