import MusterStore

/// A log in a PostgreSQL database that many machines share: whoever holds the leadership appends, others
/// read.
///
/// Appends are fenced by position in the database: of any number of writers at one position, one wins. An
/// append is one statement and one round trip. Reads, snapshots and drops have a second connection, so that
/// appends do not wait for them.
///
/// A connection that was lost is made anew by the next call, in up to 1.5 seconds. An append whose connection
/// is lost under way throws `LogError.storage`, and is in the log whole or not at all; once `end` has
/// answered, it does not land any more. A server that cannot be reached is `LogError.unreachable`: nothing
/// was written.
///
/// Opening does not verify the records; reading verifies those that are read. Connect to the server itself or
/// to a pool that keeps a session for each connection, not for each transaction.
public final class PostgresLog: Log {
  /// The server, database and schema, without the password: what errors name.
  public let place: String

  /// What appends survive.
  public let durability: Durability

  let writer: Channel
  let reader: Channel
  let memory = TailMemory()

  private init(place: String, durability: Durability, writer: Channel, reader: Channel) {
    self.place = place
    self.durability = durability
    self.writer = writer
    self.reader = reader
  }

  /// Connects, and makes the schema and its tables unless they are there. Several may do so at once.
  ///
  /// - Parameters:
  ///   - url: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?…`, with several hosts if need be. Parameters of
  ///     libpq may follow; without them, a server that vanished is noticed within ten seconds.
  ///   - schema: A schema for this log alone.
  /// - Throws: `LogError.unreachable`, `.notALog` (the schema has other tables), `.newerVersion`, `.busy`,
  ///   `.storage` (such as a missing permission).
  public static func open(
    url: String, schema: String = "muster", durability: Durability = .full
  ) async throws(LogError) -> PostgresLog {
    func channel() throws(LogError) -> Channel { try Channel.open(url: url, schema: schema, durability) }
    let (writer, reader) = (try channel(), try channel())
    let place = reader.place
    try await reader.perform("open") { session in try Schema.open(schema, session, place: place) }
    return PostgresLog(place: place, durability: durability, writer: writer, reader: reader)
  }

  /// Closes both connections, after what was begun has ended. Whatever is asked of the log afterwards fails
  /// with `LogError.storage`.
  public func close() {
    writer.close()
    reader.close()
  }

  /// What an append survives once it has returned.
  public enum Durability: String, Hashable, Sendable, CaseIterable {
    /// What the server's own `synchronous_commit` promises: as a rule loss of power, and with synchronous
    /// standbys the loss of a machine. Where the server is set to `off`, it is `on` for this log.
    case full

    /// The death of the writer, but not of the server: after its crash the commits of the last moments may be
    /// missing, as whole batches (`synchronous_commit = off`). No sync a commit.
    case relaxed
  }
}

extension Channel {
  /// A channel into a schema. Does not connect yet.
  static func open(
    url: String, schema: String, _ durability: PostgresLog.Durability
  ) throws(LogError) -> Channel {
    let address = try ServerAddress(url: url)
    let place = "\(address.name) (schema \(schema))"
    // PostgreSQL cuts longer names without a word, and two logs might become one.
    guard (1...63).contains(schema.utf8.count), !schema.utf8.contains(0) else {
      throw .notALog(
        file: place, found: "a schema name of \(schema.utf8.count) bytes where 1 to 63 are possible")
    }
    return Channel(
      address, place: place, settings: SessionSettings.sql(schema: schema, durability))
  }
}
