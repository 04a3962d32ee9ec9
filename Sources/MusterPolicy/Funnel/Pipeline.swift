import MusterCore
import MusterMath

/// A policy that is a sentence: screens and scorers as a ``Funnel``, then a ``Matcher``, then ``EffortRule``s.
public struct Pipeline: Policy {
  public let name: String
  public private(set) var funnel: Funnel
  private var matcher: any Matcher
  private let matchWord: String
  private var efforts: [Effort]
  /// What decisions were made with, if a stage wants to know it with their outcomes.
  private var memory: DecisionMemory?

  /// An effort rule with the word that made it.
  public struct Effort: Sendable {
    var rule: any EffortRule
    let name: String

    public init(rule: any EffortRule, name: String) {
      self.rule = rule
      self.name = name
    }
  }

  /// - Parameters:
  ///   - matchWord: the word for the matcher: a snapshot is taken up only under the words it was taken of.
  ///   - efforts: what says how much work the placed tasks deserve, in this order.
  public init(
    name: String, funnel: Funnel, matcher: any Matcher, matchWord: String = "match", efforts: [Effort] = []
  ) {
    self.name = name
    self.funnel = funnel
    self.matcher = matcher
    self.matchWord = matchWord
    self.efforts = efforts
    let needsMemory =
      funnel.needsMemory || matcher.needsMemory || efforts.contains { $0.rule.needsMemory }
    memory = needsMemory ? DecisionMemory() : nil
  }

  public mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
    plan.reset(count: frame.taskCount)
    matcher.match(&frame, through: &funnel, into: &plan)
    for index in efforts.indices { efforts[index].rule.allow(frame, in: &plan) }
  }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, into probabilities: inout [Double]
  ) -> Bool {
    probabilities.removeAll(keepingCapacity: true)
    for _ in 0..<frame.agentCount { probabilities.append(0) }
    guard matcher.probabilities(of: task, in: frame, from: &funnel, into: &probabilities) else {
      return false
    }
    // A choice without room or money for it is not carried out.
    let isUnbudgeted = frame.isUnbudgeted(task: task)
    for row in probabilities.indices where probabilities[row] > 0 {
      if !frame.pool.admits(frame.tasks[task].demand, at: row)
        || !(isUnbudgeted || frame.affords(task: task, agent: row))
      {
        probabilities[row] = 0
      }
    }
    return true
  }

  public mutating func features(of task: Int, on agent: Int, in frame: borrowing Frame) -> [Float] {
    funnel.features(of: task, on: agent, in: frame)
  }

  public var readsTexts: Bool {
    matcher.readsTexts || efforts.contains { $0.rule.readsTexts }
      || funnel.steps.contains { $0.scorer?.readsTexts ?? $0.screen?.readsTexts ?? false }
  }

  public var weighsVotes: Bool { efforts.contains { $0.rule.weighsVotes } }

  public mutating func recall(_ decision: DecisionID, features: [Float]) {
    memory?.recall(decision, features: features)
  }

  public func keeps(_ answer: GradedAnswer) -> Bool? {
    for step in funnel.steps { if let keeps = step.scorer?.keeps(answer) { return keeps } }
    return nil
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    guard memory != nil else {
      for index in funnel.steps.indices { funnel.steps[index].observe(outcomes) }
      matcher.observe(outcomes)
      for index in efforts.indices { efforts[index].rule.observe(outcomes) }
      return
    }
    let known = outcomes.compactMap { memory?.resolve($0) }
    for index in funnel.steps.indices {
      funnel.steps[index].observe(known.map { DecisionMemory.part($0, of: index) })
    }
    matcher.observe(known)
    for index in efforts.indices { efforts[index].rule.observe(known) }
  }

  /// The words of the stages, in their order, and that of the memory of decisions at the end.
  private var words: [String] {
    funnel.steps.map(\.name) + [matchWord] + efforts.map(\.name) + ["decisions"]
  }

  /// How many stages learned something; for each its place in the sentence, its word and its own bytes.
  public func snapshot() -> [UInt8] {
    let parts =
      funnel.steps.map(\.learned) + [matcher.snapshot()] + efforts.map { $0.rule.snapshot() }
      + [memory?.snapshot() ?? []]
    let learned = Array(zip(words, parts))
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
    let words = words
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

  public mutating func forgetDecisions() {
    for index in funnel.steps.indices { funnel.steps[index].forgetDecisions() }
    matcher.forgetDecisions()
    if memory != nil { memory = DecisionMemory() }
  }

  /// Fits every routing word of the sentence to a table of answers; what the other words learned stands.
  /// - Returns: how many words were fitted.
  package mutating func fitRouters(to examples: [RoutingExample]) -> Int { funnel.fitRouters(to: examples) }

  /// Each stage adds what its like learned. The memory of decisions stays its own: what is told late about a
  /// decision belongs to the replica that made it.
  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    var merged = self
    let words = words
    for (index, word, learned) in try parts(bytes) {
      guard index < UInt64(words.count), words[Int(index)] == word else {
        throw PolicyError(
          policy: name, found: "\"\(word)\" as stage \(index)", expected: "the stages of its sentence")
      }
      if Int(index) < merged.funnel.steps.count {
        try merged.funnel.steps[Int(index)].merge(learned)
      } else if Int(index) == merged.funnel.steps.count {
        try merged.matcher.merge(learned)
      } else if let effort = merged.effort(ofPart: Int(index)) {
        try merged.efforts[effort].rule.merge(learned)
      }
    }
    self = merged
  }

  private mutating func restore(_ bytes: [UInt8], at index: Int) throws(PolicyError) {
    if index < funnel.steps.count {
      try funnel.steps[index].restore(bytes)
    } else if index == funnel.steps.count {
      try matcher.restore(bytes)
    } else if let effort = effort(ofPart: index) {
      try efforts[effort].rule.restore(bytes)
    } else if memory != nil {
      memory = try DecisionMemory(bytes)
    } else if !bytes.isEmpty {
      throw PolicyError(policy: name, found: "a memory of decisions", expected: "none: no stage needs one")
    }
  }

  /// The place among the efforts of a part of a snapshot; nil for one of another stage.
  private func effort(ofPart index: Int) -> Int? {
    let place = index - funnel.steps.count - 1
    return efforts.indices.contains(place) ? place : nil
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
