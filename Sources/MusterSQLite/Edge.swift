import GRDB
import MusterStore

/// The two ends of the log, each a row with a checksum of its own.
///
/// The end is kept beside the records so that the loss of the newest ones shows: a chain cut short is a whole
/// chain.
enum Edge: Int64, CaseIterable {
  /// Before the oldest record held.
  case first = 0

  /// After the newest record.
  case end = 1

  func read(_ db: Database) throws -> ChainLink {
    let statement = try RawStatement(db, "SELECT position, chain, checksum FROM edge WHERE which = ?")
    try statement.bind(rawValue, at: 1)
    defer { statement.reset() }
    guard try statement.step(),
      let link = ChainLink(position: statement.integer(0), checksum: statement.integer(1)),
      statement.integer(2) == checksum(of: link)
    else { throw Damage(found: "a damaged mark of the log's \(self == .first ? "first record" : "end")") }
    return link
  }

  func write(_ link: ChainLink, _ db: Database) throws {
    let statement = try RawStatement(db, "INSERT OR REPLACE INTO edge VALUES (?, ?, ?, ?)")
    try statement.bind(rawValue, at: 1)
    try statement.bind(Int64(position: link.position), at: 2)
    try statement.bind(Int64(link.checksum.value), at: 3)
    try statement.bind(checksum(of: link), at: 4)
    try statement.run()
  }

  private func checksum(of link: ChainLink) -> Int64 { link.markChecksum(UInt64(rawValue)) }
}
