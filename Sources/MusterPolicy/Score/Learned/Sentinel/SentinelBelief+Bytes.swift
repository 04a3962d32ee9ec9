import MusterMath

extension SentinelBelief {
  func write(to writer: inout ByteWriter) {
    for value in [successes, failures, oldSuccesses, oldFailures, steadiness] { writer.double(value) }
    writer.fixed64(recent)
    writer.varint(UInt64(recentCount))
    writer.varint(asOf)
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    successes = try reader.double()
    failures = try reader.double()
    oldSuccesses = try reader.double()
    oldFailures = try reader.double()
    steadiness = try reader.double()
    recent = try reader.fixed64()
    let count = try reader.varint()
    asOf = try reader.varint()
    guard count <= UInt64(SentinelBelief.reach) else { return nil }
    recentCount = Int(count)
    for value in [successes, failures, oldSuccesses, oldFailures] {
      guard value >= 0, value.isFinite else { return nil }
    }
    guard (0...1).contains(steadiness) else { return nil }
  }
}
