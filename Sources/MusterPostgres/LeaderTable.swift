import MusterStore

/// The lock and the single row by which replicas agree on their leader.
enum LeaderTable {
  /// Takes the lock, unless another session has it.
  static func lock(_ session: Session) throws -> Bool {
    try session.execute(locking).integer(0, 0) == 1
  }

  static func unlock(_ session: Session) throws { try session.execute(unlocking) }

  /// Begins the next epoch. For the holder of the lock.
  static func begin(_ address: String, _ session: Session) throws -> Int64 {
    var parameters = Parameters()
    parameters.add(address)
    guard let epoch = try session.execute(beginning, parameters).integer(0, 0), epoch > 0 else {
      throw Damage(found: "no count of leaders")
    }
    return epoch
  }

  /// Renews the heartbeat; false if the lock or the epoch is no longer this session's.
  static func beat(_ epoch: Int64, _ session: Session) throws -> Bool {
    try session.execute(beating, Parameters(epoch)).changed == 1
  }

  /// Takes the leader's name away.
  static func end(_ epoch: Int64, _ session: Session) throws {
    try session.execute(ending, Parameters(epoch))
  }

  /// The leader whose session holds the lock.
  static func current(_ session: Session) throws -> Leader? {
    let answer = try session.execute(selection)
    guard answer.count > 0 else { return nil }
    guard let address = answer.text(0, 0), let epoch = answer.integer(0, 1).flatMap(UInt64.init(exactly:)),
      let age = answer.integer(0, 2)
    else { throw Damage(found: "a malformed leader") }
    return Leader(address: address, epoch: epoch, heartbeatAge: .microseconds(max(0, age)))
  }

  /// The lock is named by the schema, as the row is in it.
  private static let key =
    "\(Schema.magic), (SELECT oid::int FROM pg_catalog.pg_namespace WHERE nspname = current_schema())"

  private static let held = """
    EXISTS (
      SELECT FROM pg_catalog.pg_locks k JOIN pg_catalog.pg_namespace n ON n.oid = k.objid
      WHERE k.locktype = 'advisory' AND k.granted AND k.classid = \(Schema.magic) AND k.objsubid = 2
        AND n.nspname = current_schema() AND k.pid = l.pid
        AND k.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
    """

  private static let locking = Statement(
    name: "leader_lock", sql: "SELECT pg_try_advisory_lock(\(key))::int::bigint")

  private static let unlocking = Statement(
    name: "leader_unlock", sql: "SELECT pg_advisory_unlock(\(key))::int::bigint")

  private static let beginning = Statement(
    name: "leader_begin",
    sql: """
      UPDATE leader SET epoch = epoch + 1, address = $1, pid = pg_backend_pid(), heartbeat = clock_timestamp()
      RETURNING epoch
      """)

  /// A heartbeat need not outlive the server: it is not synced. The setting is this transaction's alone.
  private static let beating = Statement(
    name: "leader_beat",
    sql: """
      UPDATE leader l SET heartbeat = clock_timestamp()
      WHERE epoch = $1 AND pid = pg_backend_pid() AND \(held)
        AND set_config('synchronous_commit', 'off', true) = 'off'
      """)

  private static let ending = Statement(
    name: "leader_end", sql: "UPDATE leader SET address = NULL, pid = NULL WHERE epoch = $1")

  private static let selection = Statement(
    name: "leader",
    sql: """
      SELECT address, epoch, (extract(epoch FROM clock_timestamp() - heartbeat) * 1000000)::bigint
      FROM leader l WHERE \(held)
      """)
}
