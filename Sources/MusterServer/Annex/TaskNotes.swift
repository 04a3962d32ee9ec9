import MusterCore
import MusterMath

/// What the server keeps of one task beside the engine.
public struct TaskNotes: Sendable, Equatable {
  /// The submission's own; the input is dropped when the task ends.
  public var extras: TaskExtras?
  public var output: [UInt8]?
  public var failure: String?
  /// The webhook has been told of the events before this log position.
  public var webhookDelivered: UInt64 = 0
  /// In the order of the log.
  public var history: [TaskEvent] = []
  /// The latest decisions about it, oldest first.
  public var choices: [TaskChoice] = []
  /// What verifiers said of its answers; nil where none was asked.
  public var verdict: TaskVerdict?

  func encode(into writer: inout ByteWriter) {
    var flags: UInt8 = (extras == nil ? 0 : 1) | (output == nil ? 0 : 2) | (failure == nil ? 0 : 4)
    if verdict != nil { flags |= 8 }
    writer.byte(flags)
    extras?.encode(into: &writer)
    if let output { writer.bytes(output) }
    if let failure { writer.string(failure) }
    verdict?.encode(into: &writer)
    writer.varint(webhookDelivered)
    writer.varint(UInt64(history.count))
    for event in history {
      writer.varint(event.position)
      writer.zigzag(event.at.nanoseconds)
      writer.byte(event.kind.rawValue)
      writer.varint(event.lease.rawValue)
      writer.varint(event.agent.rawValue)
    }
    writer.varint(UInt64(choices.count))
    for choice in choices { choice.encode(into: &writer) }
  }

  init() {}

  init(from reader: inout ByteReader) throws(ByteError) {
    let flags = try reader.byte()
    if flags & 1 != 0 { extras = try TaskExtras(from: &reader) }
    if flags & 2 != 0 { output = try reader.bytes() }
    if flags & 4 != 0 { failure = try reader.string() }
    if flags & 8 != 0 { verdict = try TaskVerdict(from: &reader) }
    webhookDelivered = try reader.varint()
    let count = try reader.count(bytesEach: 5)
    history.reserveCapacity(count)
    for _ in 0..<count {
      let position = try reader.varint()
      let at = Instant(try reader.zigzag())
      let kind = TaskEvent.Kind(rawValue: try reader.byte()) ?? .submitted
      let lease = LeaseID(try reader.varint())
      history.append(
        TaskEvent(position: position, at: at, kind: kind, lease: lease, agent: AgentID(try reader.varint())))
    }
    for _ in 0..<(try reader.count(bytesEach: 8)) { choices.append(try TaskChoice(from: &reader)) }
  }
}
