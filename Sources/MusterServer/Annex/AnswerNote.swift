import MusterCore
import MusterMath

/// When an agent answered on a lease: the agent's time ends there, whenever its answer is judged and reported.
public struct AnswerNote: Sendable {
  public var lease: LeaseID
  public var at: Instant

  /// The lease as a varint, the instant after it: as a ``HeldReport`` begins.
  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 16)
    writer.varint(lease.rawValue)
    writer.zigzag(at.nanoseconds)
    return writer.bytes
  }

  init(lease: LeaseID, at: Instant) {
    self.lease = lease
    self.at = at
  }

  /// What a note of the log says of an answer; nil for other notes and damaged ones.
  public init?(tag: UInt8, _ bytes: [UInt8]) {
    guard tag == NoteTag.held.rawValue || tag == NoteTag.answered.rawValue else { return nil }
    var reader = ByteReader(bytes)
    guard let lease = try? reader.varint(), let at = try? reader.zigzag() else { return nil }
    self.init(lease: LeaseID(lease), at: Instant(at))
  }
}
