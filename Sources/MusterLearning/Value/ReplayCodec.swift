import MusterMath

/// Remembered steps as bytes. Of an observation most numbers are those of other roles and zero: runs of zeros are
/// counted, not written. `O(numbers)`.
extension Replay {
  func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(count))
    writer.varint(UInt64(next))
    for (memory, size) in floats { Self.encode(memory.base, count: count * size, into: &writer) }
    writer.raw(UnsafeBufferPointer(start: nextMasks.base, count: count * flags))
    for at in 0..<(count * shape.agents) { writer.varint(UInt64(actions.base[at])) }
    for at in 0..<count { writer.byte(isLast.base[at] ? 1 : 0) }
  }

  /// What `encode` wrote of a memory of the same size. Throws, and may leave the memory changed.
  func decode(from reader: inout ByteReader) throws {
    let (steps, place) = (try reader.varint(), try reader.varint())
    guard let count = Int(exactly: steps), count <= rows, let next = Int(exactly: place), next < rows else {
      throw CheckpointError.mismatch(
        what: "remembered steps", found: "\(steps), the next at \(place)", expected: "at most \(rows)")
    }
    (self.count, self.next) = (count, next)
    for (memory, size) in floats { try Self.decode(memory.base, count: count * size, from: &reader) }
    let masks = try reader.raw(count * flags)
    for at in masks.indices { nextMasks.base[at] = masks[at] }
    for at in 0..<(count * shape.agents) {
      let action = try reader.varint()
      guard action < UInt64(shape.actions) else {
        throw CheckpointError.mismatch(
          what: "an action", found: "\(action)", expected: "0..<\(shape.actions)")
      }
      actions.base[at] = Int32(action)
    }
    for at in 0..<count { isLast.base[at] = try reader.byte() != 0 }
  }

  /// The columns of numbers, with how many of them a step has.
  private var floats: [(FloatMemory, Int)] {
    [
      (observations, width), (nextObservations, width), (states, shape.stateSize),
      (nextStates, shape.stateSize), (rewards, 1),
    ]
  }

  private static func encode(_ base: UnsafePointer<Float>, count: Int, into writer: inout ByteWriter) {
    var at = 0
    while at < count {
      let start = at
      while at < count, base[at].bitPattern == 0 { at += 1 }
      let first = at
      while at < count, base[at].bitPattern != 0 { at += 1 }
      writer.varint(UInt64(first - start))
      writer.varint(UInt64(at - first))
      for index in first..<at { writer.float(base[index]) }
    }
  }

  private static func decode(
    _ base: UnsafeMutablePointer<Float>, count: Int, from reader: inout ByteReader
  ) throws {
    var at = 0
    while at < count {
      let (zeros, others) = (try reader.varint(), try reader.varint())
      let left = UInt64(count - at)
      guard zeros <= left, others <= left - zeros, zeros + others > 0 else {
        throw CheckpointError.mismatch(
          what: "a run of numbers of", found: "\(zeros) and \(others)", expected: "1...\(left) in all")
      }
      (base + at).update(repeating: 0, count: Int(zeros))
      at += Int(zeros)
      for index in at..<(at + Int(others)) { base[index] = try reader.float() }
      at += Int(others)
    }
  }
}
