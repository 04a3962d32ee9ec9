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

  /// For each stage that learned something, its place in the sentence, its word and its own bytes.
  public func snapshot() -> [UInt8] {
    var writer = ByteWriter()
    for (index, step) in funnel.steps.enumerated() {
      guard let learned = step.scorer?.snapshot(), !learned.isEmpty else { continue }
      writer.varint(UInt64(index))
      writer.string(step.name)
      writer.bytes(learned)
    }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = funnel
    var reader = ByteReader(bytes)
    for index in restored.steps.indices { try restored.steps[index].scorer?.restore([]) }
    while !reader.isAtEnd {
      let (index, word, learned) = try part(&reader)
      guard index < UInt64(restored.steps.count), restored.steps[Int(index)].name == word else {
        throw PolicyError(
          policy: name, found: "\"\(word)\" as stage \(index)", expected: "the stages of its sentence")
      }
      try restored.steps[Int(index)].scorer?.restore(learned)
    }
    funnel = restored
  }

  private func part(_ reader: inout ByteReader) throws(PolicyError) -> (UInt64, String, [UInt8]) {
    do {
      return (try reader.varint(), try reader.string(), try reader.bytes())
    } catch {
      throw PolicyError(policy: name, found: "damaged bytes (\(error))", expected: "a whole snapshot")
    }
  }
}
