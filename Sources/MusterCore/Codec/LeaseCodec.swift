import MusterMath

extension Lease {
  func encode(into writer: inout ByteWriter) {
    writer.identifier(id)
    writer.identifier(task)
    writer.identifier(agent)
    writer.varint(UInt64(devices))
    writer.instant(until)
    writer.zigzag(reserve)
    writer.identifier(decision)
    writer.number(propensity)
    writer.number(score)
    writer.number(effort)
    if allowance != .none { allowance.encode(into: &writer) }
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      id: try reader.identifier("lease"), task: try reader.identifier("task"),
      agent: try reader.identifier("agent"), devices: try reader.unsigned("device mask"),
      until: try reader.instant("end of the term"), reserve: try reader.zigzag("reserve"),
      decision: try reader.identifier("decision"), propensity: try reader.number("propensity"),
      score: try reader.number("score"), effort: try reader.number("effort"))
  }

  /// A lease with an allowance, which is not ``Allowance/none``: that would be the same lease in two encodings.
  init(withAllowanceFrom reader: inout CodecReader) throws(CodecError) {
    try self.init(from: &reader)
    let at = reader.offset
    allowance = try Allowance(from: &reader)
    guard allowance != .none else {
      throw CodecError(offset: at, found: "none", expected: "an allowance")
    }
  }
}

extension Ending {
  func encode(into writer: inout ByteWriter) {
    writer.identifier(task)
    writer.byte(end.rawValue)
    writer.byte(reason.rawValue)
    writer.identifier(lease)
    writer.zigzag(charge)
    writer.zigzag(overrun)
    writer.number(reward)
    if isMeasured { encodeMeasures(into: &writer) }
    guard saysMore else { return }
    writer.turns(turns)
    writer.answers(answers)
    writer.bool(winner != nil)
    if let winner { writer.identifier(winner) }
  }

  /// Whether there is more than how it ended and what it cost.
  var saysMore: Bool { turns != nil || !answers.isEmpty || winner != nil }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      task: try reader.identifier("task"), end: try reader.oneOf("end"),
      reason: try reader.oneOf("end reason"),
      lease: try reader.identifier("lease"), charge: try reader.zigzag("charge"),
      overrun: try reader.zigzag("overrun"), reward: try reader.number("reward"))
  }

  /// An ending that says more; see ``saysMore``.
  init(withMoreFrom reader: inout CodecReader) throws(CodecError) {
    try self.init(from: &reader)
    try readMore(&reader)
  }

  private mutating func readMore(_ reader: inout CodecReader) throws(CodecError) {
    let at = reader.offset
    turns = try reader.turns()
    answers = try reader.answers()
    if try reader.bool("whether a run won") { winner = try reader.identifier("winner") }
    guard saysMore else {
      throw CodecError(offset: at, found: "nothing", expected: "turns, answers or a winner")
    }
  }

  /// Output tokens, grades, and whether there is more.
  private func encodeMeasures(into writer: inout ByteWriter) {
    writer.zigzag(Int64(outputTokens))
    writer.varint(UInt64(grades.count))
    for grade in grades {
      writer.string(grade.name)
      writer.number(grade.value)
    }
    writer.bool(saysMore)
  }

  /// Whether the work was measured by more than its charge and reward.
  var isMeasured: Bool { outputTokens != 0 || !grades.isEmpty }

  /// A measured ending; one without measures is not read from here, as each fact has one encoding.
  init(withMeasuresFrom reader: inout CodecReader) throws(CodecError) {
    try self.init(from: &reader)
    let at = reader.offset
    outputTokens = try reader.signed("output tokens")
    for _ in 0..<(try reader.count(bytesEach: 2, "grades")) {
      grades.append(Grade(try reader.string("name of a grade"), try reader.number("grade")))
    }
    guard isMeasured else {
      throw CodecError(offset: at, found: "no measures", expected: "output tokens or grades")
    }
    if try reader.bool("whether there is more") { try readMore(&reader) }
  }
}

extension Explanation {
  func encode(into writer: inout ByteWriter) {
    writer.zigzag(Int64(candidateCount))
    writer.identifiers(agents)
    writer.floats(scores)
    writer.floats(features)
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      candidateCount: try reader.signed("candidate count"), agents: try reader.identifiers("candidates"),
      scores: try reader.floats("candidate scores"), features: try reader.floats("pair features"))
  }
}

extension ByteWriter {
  /// A number of turns that may not be known.
  mutating func turns(_ turns: Int32?) { bound(turns.map(Int64.init) ?? .max) }
}

extension CodecReader {
  /// What `ByteWriter.turns` wrote.
  mutating func turns() throws(CodecError) -> Int32? {
    let at = offset
    let value = try bound("turns")
    if value == .max { return nil }
    guard let turns = Int32(exactly: value) else {
      throw CodecError(offset: at, found: "\(value)", expected: "turns, \(Int32.min)...\(Int32.max)")
    }
    return turns
  }
}
