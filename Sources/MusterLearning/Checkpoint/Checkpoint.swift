import MusterMath

/// Named pieces of bytes with a version and a check sum: what is saved of a training run.
///
/// Layout: eight letters, version (4 bytes), count of sections, for each its name and bytes, and CRC-32C of all
/// before it. One set of sections has one form; reading is `O(bytes)` and checks the sum before anything else.
public struct Checkpoint: Sendable, Equatable {
  /// The first eight bytes.
  public static let magic = "MUSTERCP"
  /// The version of the format that is written, and the only one that is read.
  public static let version: UInt32 = 3

  /// Names and contents, in order of writing.
  public private(set) var sections: [(name: String, bytes: [UInt8])] = []

  /// Nothing saved yet.
  public init() {}

  public static func == (a: Checkpoint, b: Checkpoint) -> Bool { a.encoded() == b.encoded() }

  /// Appends a section that `write` fills.
  public mutating func add(_ name: String, _ write: (inout ByteWriter) -> Void) {
    var writer = ByteWriter()
    write(&writer)
    sections.append((name, writer.bytes))
  }

  /// Whether there is a section of this name.
  public func has(_ name: String) -> Bool { sections.contains { $0.name == name } }

  /// Reads the section of this name to its end. What `read` throws of bytes is told with the section's name.
  public func read<Value>(
    _ name: String, _ read: (inout ByteReader) throws -> Value
  ) throws -> Value {
    guard let section = sections.first(where: { $0.name == name }) else {
      throw CheckpointError.missing(section: name)
    }
    var reader = ByteReader(section.bytes)
    do {
      let value = try read(&reader)
      try reader.expectEnd()
      return value
    } catch let error as ByteError {
      throw CheckpointError.bytes(section: name, error)
    }
  }

  /// The bytes to be saved.
  public func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.raw(Self.magic.utf8)
    writer.fixed32(Self.version)
    writer.varint(UInt64(sections.count))
    for section in sections {
      writer.string(section.name)
      writer.bytes(section.bytes)
    }
    writer.fixed32(Checksum.crc32c(writer.bytes))
    return writer.bytes
  }

  /// What `encoded` gave.
  public init(_ bytes: [UInt8]) throws(CheckpointError) {
    let start = Self.magic.utf8.count
    guard bytes.count >= start + 8, bytes.prefix(start).elementsEqual(Self.magic.utf8) else {
      throw .notACheckpoint
    }
    var reader = ByteReader(bytes[start..<(bytes.count - 4)])
    do {
      let version = try reader.fixed32()
      if version != Self.version { throw CheckpointError.version(found: version, expected: Self.version) }
      var tail = ByteReader(bytes[(bytes.count - 4)...])
      let (found, sum) = (try tail.fixed32(), Checksum.crc32c(Array(bytes.dropLast(4))))
      if found != sum { throw CheckpointError.checksum(found: found, expected: sum) }
      for _ in 0..<(try reader.count(bytesEach: 2)) {
        sections.append((try reader.string(), try reader.bytes()))
      }
      try reader.expectEnd()
    } catch let error as ByteError {
      throw .bytes(section: "list", error)
    } catch let error as CheckpointError {
      throw error
    } catch {
      throw .notACheckpoint
    }
  }
}
