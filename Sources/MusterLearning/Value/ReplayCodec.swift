import MusterMath

/// Remembered steps as bytes. Of an observation most numbers are those of other roles and zero. `O(numbers)`.
extension Replay {
  func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(count))
    writer.varint(UInt64(next))
    for (memory, size) in floats { memory.encode(first: count * size, into: &writer) }
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
    for (memory, size) in floats { try memory.decode(first: count * size, from: &reader) }
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
}
