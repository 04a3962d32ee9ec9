import MusterMath

/// A source of randomness in the middle of its stream, as bytes.
extension Random {
  func encode(into writer: inout ByteWriter) {
    for word in 0..<4 { writer.fixed64(state[word]) }
  }

  /// Throws where the state is all zero, which no source ever has.
  init(from reader: inout ByteReader) throws {
    var state = SIMD4<UInt64>.zero
    for word in 0..<4 { state[word] = try reader.fixed64() }
    if state == .zero { throw WorldError.value(what: "state of a random source", found: 0) }
    self.init(state: state)
  }
}
