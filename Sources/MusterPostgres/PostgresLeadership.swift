import MusterStore

/// The leadership of the replicas that share a log: at most one holds it.
///
/// It is an advisory lock of a session, on a connection of its own. The server releases it as that connection
/// ends: at once when the leader dies, within about ten seconds when its machine vanishes. Followers poll
/// `tryAcquire`.
///
/// A leader that is cut off may believe for a while that it still leads. That is harmless to the log, whose
/// appends are fenced by position.
public final class PostgresLeadership: Sendable {
  let channel: Channel

  private init(channel: Channel) { self.channel = channel }

  /// Connects, and makes the schema and its tables unless they are there.
  ///
  /// - Parameters:
  ///   - url: As for `PostgresLog.open`.
  ///   - schema: The schema of the log that is led.
  /// - Throws: As `PostgresLog.open`.
  public static func open(
    url: String, schema: String = "muster"
  ) async throws(LogError) -> PostgresLeadership {
    let channel = try Channel.open(url: url, schema: schema, .full)
    try await channel.perform("open") { [place = channel.place] session in
      try Schema.open(schema, session, place: place)
    }
    return PostgresLeadership(channel: channel)
  }

  /// Takes the leadership if it is free, and begins a new epoch. True also if it is held here already.
  ///
  /// Does not wait for its turn. Connects again where the connection was lost.
  ///
  /// - Parameter address: Where clients reach this replica, for `currentLeader`.
  /// - Throws: `LogError.unreachable`, `.storage`: then it is not held.
  public func tryAcquire(address: String) async throws(LogError) -> Bool {
    try await channel.perform("acquire the leadership") { session in
      if let epoch = session.epoch, try LeaderTable.beat(epoch, session) { return true }
      session.epoch = nil
      guard try LeaderTable.lock(session) else { return false }
      do {
        session.epoch = try LeaderTable.begin(address, session)
      } catch {
        try LeaderTable.unlock(session)
        throw error
      }
      return true
    }
  }

  /// The epoch of the leadership that is held here, or nil if none is. Asks nobody: it may be over.
  public func epoch() async -> UInt64? {
    await channel.performIfConnected { session in session.epoch.map { UInt64($0) } } ?? nil
  }

  /// Whether the connection lives and still holds the leadership. Tells the others, too: it is the heartbeat.
  ///
  /// One round trip, without a sync. Never connects: a leadership whose connection was lost is lost.
  public func isHeld() async -> Bool {
    await channel.performIfConnected { session in
      guard let epoch = session.epoch else { return false }
      if try LeaderTable.beat(epoch, session) { return true }
      session.epoch = nil
      return false
    } ?? false
  }

  /// Who holds the leadership now; nil if nobody does, or its holder has not yet written its name.
  ///
  /// - Throws: `LogError.unreachable`, `.storage`.
  public func currentLeader() async throws(LogError) -> Leader? {
    try await channel.perform("read the leader") { session in try LeaderTable.current(session) }
  }

  /// Gives up the leadership, if it is held here.
  public func release() async {
    await channel.performIfConnected { session in
      guard let epoch = session.epoch else { return }
      session.epoch = nil
      try LeaderTable.end(epoch, session)
      try LeaderTable.unlock(session)
    }
  }

  /// Closes the connection, and with it gives up the leadership.
  public func close() { channel.close() }
}
