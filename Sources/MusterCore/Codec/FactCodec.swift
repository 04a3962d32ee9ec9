import MusterMath

/// Facts as bytes, one record a fact: a tag for the kind of event, the instant, then the event's fields in the
/// order of their declaration. Varints throughout; a fact of a log has 10 to 60 bytes.
///
/// Every fact has exactly one encoding. The bytes are a promise to logs already written: a tag or a field is never
/// used again for something else, and a change of form is a new ``version``. `GoldenFacts.swift` of the tests pins
/// them.
public enum FactCodec {
  /// The version of the form; a log writes it once, before its records.
  public static let version: UInt8 = 1

  /// Appends the record of a fact. Allocates only when the writer has to grow.
  public static func encode(_ fact: Fact, into writer: inout ByteWriter) {
    begin(EventTag(fact.event), fact.at, &writer)
    switch fact.event {
    case .defined(let space, let index, let name):
      writer.byte(space.rawValue)
      writer.varint(UInt64(index))
      writer.string(name)
    case .tenantSet(let tenant):
      tenant.encode(into: &writer)
      if tenant.floor != 0 { writer.zigzag(Int64(tenant.floor)) }
    case .agentJoined(let agent), .agentChanged(let agent): agent.encode(into: &writer)
    case .agentDraining(let id), .agentSuspected(let id), .agentCleared(let id), .heartbeat(let id):
      writer.identifier(id)
    case .agentThrottled(let id, let limit):
      writer.identifier(id)
      writer.slots(limit)
    case .agentLeft(let id, let reason):
      writer.identifier(id)
      writer.byte(reason.rawValue)
    case .submitted(let task): task.encode(into: &writer)
    case .retried(let id): writer.identifier(id)
    case .leased(let lease): lease.encode(into: &writer)
    case .explained(let decision, let task, let explanation):
      writer.identifier(decision)
      writer.identifier(task)
      explanation.encode(into: &writer)
    case .started(let lease, let task):
      writer.identifier(lease)
      writer.identifier(task)
    case .renewed(let lease, let task, let until):
      writer.identifier(lease)
      writer.identifier(task)
      writer.instant(until)
    case .revoked(let lease, let task, let reason, let moving):
      writer.identifier(lease)
      writer.identifier(task)
      writer.byte(reason.rawValue)
      moving.encode(into: &writer)
    case .graded(let lease, let task, let confidence):
      writer.identifier(lease)
      writer.identifier(task)
      writer.number(confidence)
    case .attemptFailed(let lease, let task, let charge, let retryAt, let turns):
      writer.identifier(lease)
      writer.identifier(task)
      writer.zigzag(charge)
      writer.instant(retryAt)
      if let turns { writer.zigzag(Int64(turns)) }
    case .ended(let ending): ending.encode(into: &writer)
    case .settled(let lease, let task, let charge, let overrun):
      writer.identifier(lease)
      writer.identifier(task)
      writer.zigzag(charge)
      writer.zigzag(overrun)
    case .reportIgnored(let lease, let task, let reason):
      writer.identifier(lease)
      writer.identifier(task)
      writer.byte(reason.rawValue)
    case .feedback(let task, let reward):
      writer.identifier(task)
      writer.number(reward)
    case .noted(let subject, let tag, let bytes):
      writer.varint(subject)
      writer.byte(tag)
      writer.bytes(bytes)
    }
  }

  private static func begin(_ tag: EventTag, _ at: Instant, _ writer: inout ByteWriter) {
    writer.byte(tag.rawValue)
    writer.instant(at)
  }
}
