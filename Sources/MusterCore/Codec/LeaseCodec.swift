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
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      id: try reader.identifier("lease"), task: try reader.identifier("task"),
      agent: try reader.identifier("agent"), devices: try reader.unsigned("device mask"),
      until: try reader.instant("end of the term"), reserve: try reader.zigzag("reserve"),
      decision: try reader.identifier("decision"), propensity: try reader.number("propensity"),
      score: try reader.number("score"), effort: try reader.number("effort"))
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
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      task: try reader.identifier("task"), end: try reader.oneOf("end"),
      reason: try reader.oneOf("end reason"),
      lease: try reader.identifier("lease"), charge: try reader.zigzag("charge"),
      overrun: try reader.zigzag("overrun"), reward: try reader.number("reward"))
  }
}

/// What is known of a measured end beyond ``Ending``'s first fields.
extension Ending {
  func encodeMeasures(into writer: inout ByteWriter) {
    writer.zigzag(Int64(outputTokens))
    writer.varint(UInt64(grades.count))
    for grade in grades {
      writer.string(grade.name)
      writer.number(grade.value)
    }
  }

  /// An end without measures is not read from here: each fact has one encoding.
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
