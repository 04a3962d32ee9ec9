import MusterMath

extension Resources {
  /// Lanes up to the last that is not zero.
  func encode(into writer: inout ByteWriter) {
    var count = Resources.dimensions
    while count > 0 && lanes[count - 1] == 0 { count -= 1 }
    writer.byte(UInt8(count))
    for lane in 0..<count { writer.zigzag(lanes[lane]) }
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self = .zero
    let at = reader.offset
    let count = Int(try reader.byte("resource count"))
    guard count <= Resources.dimensions else {
      throw CodecError(
        offset: at, found: "\(count)", expected: "resource count, at most \(Resources.dimensions)")
    }
    for lane in 0..<count { lanes[lane] = try reader.zigzag("resource amount") }
    guard count == 0 || lanes[count - 1] != 0 else {
      throw CodecError(offset: at, found: "a last amount of 0", expected: "resources without trailing zeros")
    }
  }
}

extension SkillSet {
  /// Words up to the last that is not zero.
  func encode(into writer: inout ByteWriter) {
    var count = 4
    while count > 0 && bits[count - 1] == 0 { count -= 1 }
    writer.byte(UInt8(count))
    for word in 0..<count { writer.varint(bits[word]) }
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self = .none
    let at = reader.offset
    let count = Int(try reader.byte("skill word count"))
    guard count <= 4 else {
      throw CodecError(offset: at, found: "\(count)", expected: "skill word count, at most 4")
    }
    for word in 0..<count { bits[word] = try reader.varint("skills") }
    guard count == 0 || bits[count - 1] != 0 else {
      throw CodecError(offset: at, found: "a last word of 0", expected: "skills without trailing zeros")
    }
  }
}

extension DeviceDemand {
  func encode(into writer: inout ByteWriter) {
    writer.byte(count)
    writer.zigzag(Int64(milliEach))
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(count: try reader.byte("device count"), milliEach: try reader.signed("device share"))
  }
}

extension Demand {
  func encode(into writer: inout ByteWriter) {
    resources.encode(into: &writer)
    devices.encode(into: &writer)
    writer.varint(models)
    skills.encode(into: &writer)
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init(
      resources: try Resources(from: &reader), devices: try DeviceDemand(from: &reader),
      models: try reader.varint("device models"), skills: try SkillSet(from: &reader))
  }
}
