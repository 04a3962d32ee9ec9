import MusterMath

extension Ask {
  func encode(into writer: inout ByteWriter) {
    writer.byte(rule.rawValue)
    writer.identifiers(copies)
    writer.zigzag(Int64(first))
    writer.number(doubt)
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(try reader.oneOf("ballot rule"), copies: try reader.identifiers("copies"))
    first = try reader.signed("first runs")
    doubt = try reader.number("doubt")
  }

  func hash(into hasher: inout StateHasher) {
    hasher.combine(UInt64(rule.rawValue) << 32 | UInt64(UInt32(bitPattern: first)))
    hasher.combine(UInt64(copies.count))
    for copy in copies { hasher.combine(copy.rawValue) }
    hasher.combine(doubt)
  }
}

extension Ballot {
  /// Its runs; the rule is that of the task.
  func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(runs.count))
    for run in runs {
      writer.identifier(run.task)
      writer.byte(run.state.rawValue)
      writer.zigzag(Int64(run.agent))
      writer.identifier(run.decision)
      writer.number(run.weight)
      writer.answers(run.answers)
    }
  }

  init(_ rule: BallotRule, from reader: inout CodecReader) throws(CodecError) {
    var runs: [Run] = []
    for _ in 0..<(try reader.count(bytesEach: 6, "runs")) {
      var run = Run(try reader.identifier("run"))
      run.state = try reader.oneOf("state of the run")
      run.agent = try reader.signed("agent row of the run")
      run.decision = try reader.identifier("decision of the run")
      run.weight = try reader.number("weight of the run")
      run.answers = try reader.answers()
      runs.append(run)
    }
    self.init(rule, runs: runs)
  }

  func hash(into hasher: inout StateHasher) {
    hasher.combine(UInt64(runs.count))
    for run in runs {
      hasher.combine(run.task.rawValue)
      hasher.combine(UInt64(run.state.rawValue) << 32 | UInt64(UInt32(bitPattern: run.agent)))
      hasher.combine(run.decision.rawValue)
      hasher.combine(run.weight)
      hasher.combine(UInt64(run.answers.count))
      for answer in run.answers { hasher.combine(answer) }
    }
  }
}

extension ByteWriter {
  /// Keys of answers, which are hashes: eight bytes each.
  mutating func answers(_ answers: [UInt64]) {
    varint(UInt64(answers.count))
    for answer in answers { fixed64(answer) }
  }
}

extension CodecReader {
  /// What `ByteWriter.answers` wrote.
  mutating func answers() throws(CodecError) -> [UInt64] {
    var answers: [UInt64] = []
    for _ in 0..<(try count(bytesEach: 8, "answers")) { answers.append(try fixed64("answer")) }
    return answers
  }
}
