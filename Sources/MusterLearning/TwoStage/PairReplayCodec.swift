import MusterMath

/// Remembered choices as bytes.
extension PairReplay {
  func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(count))
    writer.varint(UInt64(next))
    for memory in [scenes, following] { memory.encode(first: count * size, into: &writer) }
    for memory in [rewards, discounts] { memory.encode(first: count, into: &writer) }
    for column in [masks, followingMasks] {
      writer.raw(UnsafeBufferPointer(start: column.base, count: count * flags))
    }
    for at in 0..<(count * choices) { writer.varint(UInt64(chosen.base[at])) }
  }

  /// What `encode` wrote of a memory of the same sizes, where each choice was one of `kinds`. Throws, and may leave
  /// the memory changed.
  func decode(kinds: Int, from reader: inout ByteReader) throws {
    let (steps, place) = (try reader.varint(), try reader.varint())
    guard let count = Int(exactly: steps), count <= rows, let next = Int(exactly: place), next < rows else {
      throw CheckpointError.mismatch(
        what: "remembered choices", found: "\(steps), the next at \(place)", expected: "at most \(rows)")
    }
    (self.count, self.next) = (count, next)
    for memory in [scenes, following] { try memory.decode(first: count * size, from: &reader) }
    for memory in [rewards, discounts] { try memory.decode(first: count, from: &reader) }
    for column in [masks, followingMasks] {
      let read = try reader.raw(count * flags)
      for at in read.indices { column.base[at] = read[at] }
    }
    for at in 0..<(count * choices) { chosen.base[at] = try Self.choice(of: kinds, from: &reader) }
  }

  /// A choice of `kinds`. Throws where it is another.
  static func choice(of kinds: Int, from reader: inout ByteReader) throws -> Int32 {
    let choice = try reader.varint()
    guard choice < UInt64(kinds) else {
      throw CheckpointError.mismatch(what: "a choice", found: "\(choice)", expected: "0..<\(kinds)")
    }
    return Int32(choice)
  }
}
