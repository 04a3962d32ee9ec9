import MusterMath

extension Allowance {
  /// Which parts follow.
  private enum Flag {
    static let turns: UInt8 = 1
    static let tries: UInt8 = 2
    static let examples: UInt8 = 4
    static let agents: UInt8 = 8
    static let weight: UInt8 = 16
    static let doubt: UInt8 = 32
    static let all = turns | tries | examples | agents | weight | doubt
  }

  func encode(into writer: inout ByteWriter) {
    writer.byte(
      (turns == nil ? 0 : Flag.turns) | (tries == nil ? 0 : Flag.tries)
        | (examples == nil ? 0 : Flag.examples) | (agents == nil ? 0 : Flag.agents)
        | (weight == nil ? 0 : Flag.weight) | (doubt == nil ? 0 : Flag.doubt))
    if let turns {
      for part in [turns.limit, turns.extra, turns.notice] { writer.zigzag(Int64(part)) }
    }
    for part in [tries, examples, agents] { if let part { writer.zigzag(Int64(part)) } }
    if let weight { writer.number(weight) }
    if let doubt { writer.number(doubt) }
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init()
    let at = reader.offset
    let flags = try reader.byte("flags of the allowance")
    guard flags <= Flag.all else {
      throw CodecError(offset: at, found: "\(flags)", expected: "flags of the allowance, 0...\(Flag.all)")
    }
    if flags & Flag.turns != 0 {
      turns = TurnCap(
        limit: try reader.signed("turns"), extra: try reader.signed("extension"),
        notice: try reader.signed("notice"))
    }
    if flags & Flag.tries != 0 { tries = try reader.signed("tries") }
    if flags & Flag.examples != 0 { examples = try reader.signed("examples") }
    if flags & Flag.agents != 0 { agents = try reader.signed("agents asked") }
    if flags & Flag.weight != 0 { weight = try reader.number("weight of the vote") }
    if flags & Flag.doubt != 0 { doubt = try reader.number("doubt") }
  }

  /// Nothing is added for no allowance: the hash is then what it was before there were any.
  func hash(into hasher: inout StateHasher) {
    if self == .none { return }
    for part in [turns?.limit, turns?.extra, turns?.notice, tries, examples, agents] {
      hasher.combine(part.map { UInt64(UInt32(bitPattern: $0)) } ?? .max)
    }
    hasher.combine(weight ?? -1)
    if let doubt { hasher.combine(doubt) }
  }
}
