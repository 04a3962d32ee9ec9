import MusterMath

/// Numbers of which many are zero as bytes: runs of zeros are counted, not written. `O(numbers)`.
extension FloatMemory {
  /// Writes the first `count` numbers.
  func encode(first count: Int, into writer: inout ByteWriter) {
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

  /// What `encode` wrote of as many numbers. Throws, and may leave some of them changed.
  func decode(first count: Int, from reader: inout ByteReader) throws {
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
