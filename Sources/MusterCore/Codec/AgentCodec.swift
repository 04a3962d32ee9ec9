import MusterMath

extension Agent {
  func encode(into writer: inout ByteWriter) {
    writer.identifier(id)
    writer.string(name)
    writer.identifier(role)
    capacity.encode(into: &writer)
    writer.byte(deviceCount)
    // Models are below 64: the highest bit tells that silence means nothing, the next that a leave is announced.
    writer.byte(deviceModel | (isWatched ? 0 : 0x80) | (leavesAt == .never ? 0 : 0x40))
    skills.encode(into: &writer)
    writer.slots(concurrency)
    price.encode(into: &writer)
    writer.number(speed)
    writer.bound(budget)
    writer.floats(features)
    if leavesAt != .never { writer.instant(leavesAt) }
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(id: try reader.identifier("agent id"))
    name = try reader.string("agent name")
    role = try reader.identifier("role")
    capacity = try Resources(from: &reader)
    deviceCount = try reader.byte("device count")
    let model = try reader.byte("device model")
    deviceModel = model & 0x3f
    isWatched = model & 0x80 == 0
    skills = try SkillSet(from: &reader)
    concurrency = try reader.slots("concurrency")
    price = try Price(from: &reader)
    speed = try reader.number("speed")
    budget = try reader.bound("agent budget")
    features = try reader.floats("agent features")
    guard model & 0x40 != 0 else { return }
    let at = reader.offset
    leavesAt = try reader.instant("announced leave")
    guard leavesAt != .never else {
      throw CodecError(offset: at, found: "never", expected: "the time of an announced leave")
    }
  }
}

extension Price {
  func encode(into writer: inout ByteWriter) {
    writer.zigzag(perTask)
    writer.zigzag(perSecond)
    writer.zigzag(perMillionInputTokens)
    writer.zigzag(perMillionOutputTokens)
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      perTask: try reader.zigzag("price of a task"), perSecond: try reader.zigzag("price of a second"),
      perMillionInputTokens: try reader.zigzag("price of input tokens"),
      perMillionOutputTokens: try reader.zigzag("price of output tokens"))
  }
}

/// All but the floor, which came later and stands apart.
extension Tenant {
  func encode(into writer: inout ByteWriter) {
    writer.identifier(id)
    writer.number(weight)
    writer.bound(budget)
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      id: try reader.identifier("tenant"), weight: try reader.number("tenant weight"),
      budget: try reader.bound("tenant budget"))
  }

  init(withFloorFrom reader: inout CodecReader) throws(CodecError) {
    try self.init(from: &reader)
    let at = reader.offset
    floor = try reader.signed("tenant floor")
    guard floor != 0 else {
      throw CodecError(offset: at, found: "0", expected: "a tenant floor other than none")
    }
  }
}
