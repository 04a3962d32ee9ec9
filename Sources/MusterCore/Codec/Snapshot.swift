import MusterMath

/// The form of a snapshot: magic, version, length of the content, content, CRC-32C of all before it.
///
/// The content is the primary state only; what follows from it is built again by ``Engine/rebuild()``. The last of
/// the content is the hash of the state, which the restored engine must have.
enum Snapshot {
  /// "MUSTER", then a line end that a text transfer would change, then a zero.
  static let magic: [UInt8] = [0x4d, 0x55, 0x53, 0x54, 0x45, 0x52, 0x0a, 0x00]
  /// Since 2 there are throttles, the agents that failed a task, and floors of tenants; since 3 efforts, allowances
  /// and ballots; since 4 rules of preemption; since 5 runs whose cost is still to be told.
  static let version: UInt32 = 5
  static let headerCount = 8 + 4 + 8
  static let checksumCount = 4
}

extension Engine {
  /// The state as bytes, from which ``init(snapshot:)`` makes an engine with the same hash that decides the same.
  ///
  /// - Complexity: O(rows of tasks + agents), about 100 bytes a task.
  public func snapshot() -> [UInt8] {
    var content = ByteWriter(capacity: 1024 + 128 * tasks.records.count)
    encode(into: &content)
    var writer = ByteWriter(capacity: Snapshot.headerCount + content.count + Snapshot.checksumCount)
    writer.raw(Snapshot.magic)
    writer.fixed32(Snapshot.version)
    writer.fixed64(UInt64(content.count))
    writer.raw(content.bytes)
    writer.fixed32(Checksum.crc32c(writer.bytes))
    return writer.bytes
  }

  /// Takes up the state of a snapshot.
  ///
  /// Whatever the bytes are, this gives an engine or throws; content that no engine can have led to is refused.
  public init(snapshot bytes: [UInt8]) throws(SnapshotError) {
    let shortest = Snapshot.headerCount + Snapshot.checksumCount
    let magic = bytes.prefix(Snapshot.magic.count)
    guard Snapshot.magic.starts(with: magic) else { throw .wrongMagic(found: Array(magic)) }
    guard bytes.count >= shortest else { throw .truncated(found: bytes.count, expected: shortest) }
    var header = CodecReader(bytes[Snapshot.magic.count...])
    let version: UInt32
    let count: UInt64
    do {
      version = try header.fixed32("version")
      count = try header.fixed64("length of the content")
    } catch { throw .malformed(error) }
    guard version >= 1 else {
      throw .inconsistent(part: "version", found: "\(version)", expected: "1...\(Snapshot.version)")
    }
    guard version <= Snapshot.version else { throw .newerVersion(found: version, newest: Snapshot.version) }
    guard count <= UInt64(bytes.count - shortest) else {
      throw .truncated(found: bytes.count, expected: Int(clamping: count &+ UInt64(shortest)))
    }
    guard count == UInt64(bytes.count - shortest) else {
      throw .inconsistent(part: "length", found: "\(bytes.count) bytes", expected: "\(Int(count) + shortest)")
    }
    let end = bytes.count - Snapshot.checksumCount
    let expected = bytes.withUnsafeBytes { Checksum.crc32c(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
    var tail = CodecReader(bytes[end...])
    let found: UInt32
    do { found = try tail.fixed32("check sum") } catch { throw .malformed(error) }
    guard found == expected else { throw .checksumMismatch(found: found, expected: expected) }

    self.init()
    var content = CodecReader(bytes[Snapshot.headerCount..<end])
    let hash: UInt64
    do { hash = try decode(from: &content, version: version) } catch { throw .malformed(error) }
    try rebuild()
    let rebuilt = stateHash()
    guard rebuilt == hash else {
      throw .inconsistent(
        part: "hash of the state", found: "\(rebuilt) after rebuilding", expected: "\(hash)")
    }
  }
}
