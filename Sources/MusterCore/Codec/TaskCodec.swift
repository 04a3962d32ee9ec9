import MusterMath

extension Task {
  /// Which of the optional texts follow, and what else is yes or no.
  private enum Flag {
    static let key: UInt8 = 1
    static let payload: UInt8 = 2
    static let elsewhere: UInt8 = 4
    static let terms: UInt8 = 8
    static let prefix: UInt8 = 16
    static let ask: UInt8 = 32
    static let ballot: UInt8 = 64
    static let all = key | payload | elsewhere | terms | prefix | ask | ballot
  }

  func encode(into writer: inout ByteWriter) {
    writer.identifier(id)
    writer.identifier(tenant)
    writer.identifier(kind)
    demand.encode(into: &writer)
    writer.number(value)
    writer.zigzag(Int64(priority))
    writer.instant(deadline)
    writer.bound(patience)
    writer.bound(budget)
    retry.encode(into: &writer)
    writer.identifier(gang)
    writer.zigzag(Int64(gangSize))
    writer.zigzag(Int64(inputTokens))
    writer.zigzag(Int64(outputTokenLimit))
    writer.bound(timeLimit)
    footprint.encode(into: &writer)
    writer.identifiers(dependencies)
    writer.floats(features)
    writer.byte(
      (idempotencyKey == nil ? 0 : Flag.key) | (payload == nil ? 0 : Flag.payload)
        | (retry.elsewhere ? Flag.elsewhere : 0) | (terms.isEmpty ? 0 : Flag.terms)
        | (prefix.isEmpty ? 0 : Flag.prefix) | (ask == nil ? 0 : Flag.ask)
        | (ballot == nil ? 0 : Flag.ballot))
    if let idempotencyKey { writer.string(idempotencyKey) }
    if let payload { writer.string(payload) }
    if !terms.isEmpty { writer.hashes(terms) }
    if !prefix.isEmpty { writer.hashes(prefix) }
    ask?.encode(into: &writer)
    if let ballot { writer.identifier(ballot) }
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(id: try reader.identifier("task id"))
    tenant = try reader.identifier("tenant")
    kind = try reader.identifier("kind")
    demand = try Demand(from: &reader)
    value = try reader.number("value")
    priority = try reader.signed("priority")
    deadline = try reader.instant("deadline")
    patience = try reader.bound("patience")
    budget = try reader.bound("budget")
    retry = try RetryRule(from: &reader)
    gang = try reader.identifier("gang")
    gangSize = try reader.signed("gang size")
    inputTokens = try reader.signed("input tokens")
    outputTokenLimit = try reader.signed("output token limit")
    timeLimit = try reader.bound("time limit")
    footprint = try Footprint(from: &reader)
    dependencies = try reader.identifiers("dependencies")
    features = try reader.floats("features")
    let at = reader.offset
    let flags = try reader.byte("flags")
    guard flags <= Flag.all else {
      throw CodecError(offset: at, found: "\(flags)", expected: "flags, 0...\(Flag.all)")
    }
    retry.elsewhere = flags & Flag.elsewhere != 0
    if flags & Flag.key != 0 { idempotencyKey = try reader.string("idempotency key") }
    if flags & Flag.payload != 0 { payload = try reader.string("payload") }
    if flags & Flag.terms != 0 { terms = try reader.hashes("term", atMost: Task.termLimit) }
    if flags & Flag.prefix != 0 { prefix = try reader.hashes("prefix block", atMost: Task.prefixLimit) }
    if flags & Flag.ask != 0 { ask = try Ask(from: &reader) }
    if flags & Flag.ballot != 0 { ballot = try reader.identifier("ballot") }
  }
}

/// All but ``RetryRule/elsewhere``, which is among the flags of the task.
extension RetryRule {
  func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(attempts))
    writer.bound(backoff)
    writer.bound(backoffLimit)
    writer.float(jitter)
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      attempts: try reader.unsigned("retry attempts"), backoff: try reader.bound("retry backoff"),
      backoffLimit: try reader.bound("retry backoff limit"), jitter: try reader.float("retry jitter"))
  }
}

extension Footprint {
  func encode(into writer: inout ByteWriter) {
    writer.number(memoryMiB)
    writer.number(dirtyMiBPerSecond)
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      memoryMiB: try reader.number("footprint memory"),
      dirtyMiBPerSecond: try reader.number("footprint dirty rate"))
  }
}

extension MigrationCost {
  func encode(into writer: inout ByteWriter) {
    writer.number(trafficMiB)
    writer.number(downtimeSeconds)
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      trafficMiB: try reader.number("traffic of moving"),
      downtimeSeconds: try reader.number("downtime of moving"))
  }
}
