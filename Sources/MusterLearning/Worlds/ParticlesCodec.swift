import MusterMath

/// A particle world as bytes and back, to the last bit.
extension Particles {
  func encode(into writer: inout ByteWriter) {
    for count in [copies, agents, landmarks] { writer.varint(UInt64(count)) }
    for vector in positions + velocities + places {
      writer.double(vector.x)
      writer.double(vector.y)
    }
    for clock in clocks { writer.varint(UInt64(clock)) }
    for random in randoms { random.encode(into: &writer) }
  }

  mutating func decode(from reader: inout ByteReader) throws {
    for (what, expected) in [("copies", copies), ("agents", agents), ("landmarks", landmarks)] {
      let found = Int(truncatingIfNeeded: try reader.varint())
      if found != expected { throw WorldError.shape(what: what, found: found, expected: expected) }
    }
    var read = self
    for index in positions.indices { read.positions[index] = try Self.vector(&reader) }
    for index in velocities.indices { read.velocities[index] = try Self.vector(&reader) }
    for index in places.indices { read.places[index] = try Self.vector(&reader) }
    for index in clocks.indices { read.clocks[index] = Int(truncatingIfNeeded: try reader.varint()) }
    for index in randoms.indices { read.randoms[index] = try Random(from: &reader) }
    self = read
  }

  private static func vector(_ reader: inout ByteReader) throws(ByteError) -> SIMD2<Double> {
    let x = try reader.double()
    return SIMD2(x, try reader.double())
  }
}
