import MusterMath

/// A network as bytes: the layout with its numbers, so that a reader can tell what does not fit.
extension Network {
  /// The parameters.
  func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(layout.blocks.count))
    for block in layout.blocks {
      writer.string(block.name)
      writer.varint(UInt64(block.rows))
      writer.varint(UInt64(block.columns))
    }
    Self.encode(values, into: &writer)
  }

  /// The optimiser's means and steps.
  func encodePast(into writer: inout ByteWriter) {
    writer.varint(UInt64(adam.steps))
    Self.encode(adam.first, into: &writer)
    Self.encode(adam.second, into: &writer)
  }

  /// What `encode` wrote of a network of the same layout. Throws, and may leave some of the numbers changed:
  /// decode into a fresh network.
  func decode(from reader: inout ByteReader) throws {
    let count = Int(truncatingIfNeeded: try reader.varint())
    try Self.expect("blocks of parameters", count, layout.blocks.count)
    for block in layout.blocks {
      let (name, rows, columns) = (try reader.string(), try reader.varint(), try reader.varint())
      let expected = "\(block.name) of \(block.rows)x\(block.columns)"
      try Self.expect("block", "\(name) of \(rows)x\(columns)", expected)
    }
    try Self.decode(values, from: &reader)
  }

  /// What `encodePast` wrote of a network of the same layout.
  func decodePast(from reader: inout ByteReader) throws {
    let steps = try reader.varint()
    guard let steps = Int(exactly: steps) else {
      throw CheckpointError.mismatch(
        what: "optimiser steps", found: "\(steps)", expected: "at most \(Int.max)")
    }
    adam.steps = steps
    try Self.decode(adam.first, from: &reader)
    try Self.decode(adam.second, from: &reader)
  }

  private static func encode(_ memory: FloatMemory, into writer: inout ByteWriter) {
    for at in 0..<memory.count { writer.float(memory.base[at]) }
  }

  private static func decode(_ memory: FloatMemory, from reader: inout ByteReader) throws(ByteError) {
    for at in 0..<memory.count { memory.base[at] = try reader.float() }
  }

  static func expect<Value: Equatable>(
    _ what: String, _ found: Value, _ expected: Value
  ) throws(CheckpointError) {
    if found != expected { throw .mismatch(what: what, found: "\(found)", expected: "\(expected)") }
  }
}
