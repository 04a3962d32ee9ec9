import MusterMath

/// What was known of each agent, all kinds of task together, at the last publication: so that the priors that are
/// computed from it change now and then only, and at the same observations in every replay.
///
/// Published at observations 1, 2, 4, 8 and so on, later every 32 or as many as there are agents: the work a
/// publication causes, O(agents^2), is then O(agents) an observation.
struct PublishedTotals: Sendable {
  /// Of each agent by its number, as many as there were.
  private(set) var totals: [ScalarArms.Totals] = []
  private(set) var at: UInt64 = 0

  init() {}

  func isDue(at now: UInt64) -> Bool {
    now - at >= min(max(at, 1), UInt64(max(totals.count, 32)))
  }

  mutating func publish(_ totals: [ScalarArms.Totals], at now: UInt64) {
    self.totals = totals
    at = now
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(at)
    writer.varint(UInt64(totals.count))
    for total in totals {
      writer.double(total.count)
      writer.double(total.sum)
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader, agents: Int, through now: UInt64) throws(ByteError) {
    at = try reader.varint()
    let count = try reader.count(bytesEach: 16)
    guard at <= now, count <= agents else { return nil }
    for _ in 0..<count {
      let total = ScalarArms.Totals(count: try reader.double(), sum: try reader.double())
      guard total.count >= 0, total.count.isFinite, total.sum.isFinite else { return nil }
      totals.append(total)
    }
  }
}
