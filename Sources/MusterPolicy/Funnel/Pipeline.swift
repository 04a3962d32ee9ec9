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
    do {
      for index in restored.steps.indices { try restored.steps[index].scorer?.restore([]) }
      var reader = ByteReader(bytes)
      while !reader.isAtEnd {
        let index = try reader.varint()
        let word = try reader.string()
        let learned = try reader.bytes()
        guard index < UInt64(restored.steps.count), restored.steps[Int(index)].name == word,
          restored.steps[Int(index)].scorer != nil
        else {
          throw PolicyError(
            policy: name, found: "\"\(word)\" as stage \(index)", expected: "the stages of its sentence")
        }
        try restored.steps[Int(index)].scorer?.restore(learned)
      }
    } catch let error as PolicyError {
      throw error
    } catch {
      throw PolicyError(
        policy: name, found: "\(bytes.count) damaged bytes (\(error))", expected: "a whole snapshot")
    }
    funnel = restored
  }
}
