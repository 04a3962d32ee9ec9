import MusterCore
import MusterMath

/// A policy that is a sentence: screens and scorers as a ``Funnel``, then a ``Matcher``.
public struct Pipeline: Policy {
  public let name: String
  public private(set) var funnel: Funnel
  private var matcher: any Matcher
  private let matchWord: String

  /// - Parameter matchWord: the word for the matcher: a snapshot is taken up only under the words it was taken of.
  public init(name: String, funnel: Funnel, matcher: any Matcher, matchWord: String = "match") {
    self.name = name
    self.funnel = funnel
    self.matcher = matcher
    self.matchWord = matchWord
  }

  public mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
    plan.reset(count: frame.taskCount)
    matcher.match(&frame, through: &funnel, into: &plan)
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for index in funnel.steps.indices { funnel.steps[index].observe(outcomes) }
    matcher.observe(outcomes)
  }

  /// How many stages learned something; for each its place in the sentence, its word and its own bytes.
  public func snapshot() -> [UInt8] {
    let learned = funnel.steps.map { ($0.name, $0.learned) } + [(matchWord, matcher.snapshot())]
    let count = learned.count { !$0.1.isEmpty }
    if count == 0 { return [] }
    var writer = ByteWriter()
    writer.varint(UInt64(count))
    for (index, (word, bytes)) in learned.enumerated() where !bytes.isEmpty {
      writer.varint(UInt64(index))
      writer.string(word)
      writer.bytes(bytes)
    }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = self
    let words = funnel.steps.map(\.name) + [matchWord]
    for index in words.indices { try restored.restore([], at: index) }
    for (index, word, learned) in try parts(bytes) {
      guard index < UInt64(words.count), words[Int(index)] == word else {
        throw PolicyError(
          policy: name, found: "\"\(word)\" as stage \(index)", expected: "the stages of its sentence")
      }
      try restored.restore(learned, at: Int(index))
    }
    self = restored
  }

  private mutating func restore(_ bytes: [UInt8], at index: Int) throws(PolicyError) {
    if index < funnel.steps.count {
      try funnel.steps[index].restore(bytes)
    } else {
      try matcher.restore(bytes)
    }
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
