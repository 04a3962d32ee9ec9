import MusterMath

extension FactCodec {
  /// Reads the record of one fact, from its first byte to its last.
  public static func decode(_ bytes: [UInt8]) throws(CodecError) -> Fact { try decode(bytes[...]) }

  /// Reads the record of one fact, from the slice's first byte to its last; offsets in errors count from there.
  public static func decode(_ bytes: ArraySlice<UInt8>) throws(CodecError) -> Fact {
    var reader = CodecReader(bytes)
    let tag: EventTag = try reader.oneOf("event tag")
    let at = try reader.instant("instant of the fact")
    let event = try event(tag, from: &reader)
    try reader.expectEnd("the fact")
    return Fact(at: at, event)
  }

  private static func event(_ tag: EventTag, from reader: inout CodecReader) throws(CodecError) -> Event {
    switch tag {
    case .defined:
      .defined(
        try reader.oneOf("name space"), index: try reader.unsigned("index of the name"),
        name: try reader.string("name"))
    case .tenantSet: .tenantSet(try Tenant(from: &reader))
    case .agentJoined: .agentJoined(try Agent(from: &reader))
    case .agentChanged: .agentChanged(try Agent(from: &reader))
    case .agentDraining: .agentDraining(try reader.identifier("agent"))
    case .agentSuspected: .agentSuspected(try reader.identifier("agent"))
    case .agentCleared: .agentCleared(try reader.identifier("agent"))
    case .agentLeft: .agentLeft(try reader.identifier("agent"), try reader.oneOf("leave reason"))
    case .heartbeat: .heartbeat(try reader.identifier("agent"))
    case .submitted: .submitted(try Task(from: &reader))
    case .retried: .retried(try reader.identifier("task"))
    case .leased: .leased(try Lease(from: &reader))
    case .leasedAllowed: .leased(try Lease(withAllowanceFrom: &reader))
    case .explained:
      .explained(
        try reader.identifier("decision"), try reader.identifier("task"), try Explanation(from: &reader))
    case .started: .started(try reader.identifier("lease"), try reader.identifier("task"))
    case .renewed:
      .renewed(
        try reader.identifier("lease"), try reader.identifier("task"),
        until: try reader.instant("end of the term"))
    case .revoked:
      .revoked(
        try reader.identifier("lease"), try reader.identifier("task"), try reader.oneOf("revoke reason"),
        moving: try MigrationCost(from: &reader))
    case .graded:
      .graded(
        try reader.identifier("lease"), try reader.identifier("task"),
        confidence: try reader.number("confidence"))
    case .attemptFailed:
      .attemptFailed(
        try reader.identifier("lease"), try reader.identifier("task"), charge: try reader.zigzag("charge"),
        retryAt: try reader.instant("instant of the next try"), turns: nil)
    case .attemptFailedAfter:
      .attemptFailed(
        try reader.identifier("lease"), try reader.identifier("task"), charge: try reader.zigzag("charge"),
        retryAt: try reader.instant("instant of the next try"), turns: try reader.signed("turns"))
    case .ended: .ended(try Ending(from: &reader))
    case .endedSaying: .ended(try Ending(withMoreFrom: &reader))
    case .endedMeasured: .ended(try Ending(withMeasuresFrom: &reader))
    case .settled:
      .settled(
        try reader.identifier("lease"), try reader.identifier("task"), charge: try reader.zigzag("charge"),
        overrun: try reader.zigzag("overrun"))
    case .reportIgnored:
      .reportIgnored(
        try reader.identifier("lease"), try reader.identifier("task"), try reader.oneOf("ignore reason"))
    case .feedback: .feedback(try reader.identifier("task"), reward: try reader.number("reward"))
    case .tenantFloored: .tenantSet(try Tenant(withFloorFrom: &reader))
    case .agentThrottled:
      .agentThrottled(try reader.identifier("agent"), limit: try reader.slots("limit of the throttle"))
    case .noted:
      .noted(
        subject: try reader.varint("subject of the note"), tag: try reader.byte("tag of the note"),
        bytes: try reader.bytes("bytes of the note"))
    }
  }
}
