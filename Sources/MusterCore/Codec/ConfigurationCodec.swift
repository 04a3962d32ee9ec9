import MusterMath

extension EngineConfiguration {
  func encode(into writer: inout ByteWriter) {
    writer.varint(seed)
    writer.bound(Int64(taskLimit))
    writer.bound(Int64(agentLimit))
    writer.bound(Int64(retention))
    writer.bound(leaseTerm)
    writer.bound(suspectAfter)
    writer.bound(leaveAfter)
    writer.bound(Int64(batchLimit))
    writer.bound(Int64(explainedCandidates))
    writer.bool(preemption.enabled)
    writer.number(preemption.bandwidth)
    writer.bound(Int64(preemption.rounds))
    writer.byte(preemption.rule.rawValue)
    writer.bound(preemption.rest)
  }

  /// - Parameter version: of the snapshot.
  init(from reader: inout CodecReader, version: UInt32) throws(CodecError) {
    self.init()
    seed = try reader.varint("seed")
    taskLimit = Int(try reader.bound("task limit"))
    agentLimit = Int(try reader.bound("agent limit"))
    retention = Int(try reader.bound("retention"))
    leaseTerm = try reader.bound("lease term")
    suspectAfter = try reader.bound("silence before suspicion")
    leaveAfter = try reader.bound("silence before leaving")
    batchLimit = Int(try reader.bound("batch limit"))
    explainedCandidates = Int(try reader.bound("explained candidates"))
    preemption.enabled = try reader.bool("whether work is preempted")
    preemption.bandwidth = try reader.number("bandwidth of moving")
    preemption.rounds = Int(try reader.bound("pre-copy rounds"))
    guard version >= 4 else { return }
    preemption.rule = try reader.oneOf("rule of preemption")
    preemption.rest = try reader.bound("rest before fair preemption")
  }
}

extension Vocabulary {
  func encode(into writer: inout ByteWriter) {
    for space in NameSpace.allCases {
      writer.varint(UInt64(count(in: space)))
      for name in names(in: space) { writer.string(name) }
    }
  }

  /// Reads the names in their order; those that are always there come first.
  init(from reader: inout CodecReader) throws(CodecError) {
    self.init()
    for space in NameSpace.allCases {
      let count = try reader.count("names")
      for index in 0..<count {
        let at = reader.offset
        let name = try reader.string("name")
        guard let given = intern(name, in: space), Int(given) == index else {
          throw CodecError(offset: at, found: "\"\(name)\"", expected: "\(space) name number \(index)")
        }
      }
    }
  }
}
