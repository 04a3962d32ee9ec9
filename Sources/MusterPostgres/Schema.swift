import MusterStore

/// The tables of a log, in a schema of their own, and how to tell that they are a log's.
enum Schema {
  /// "Mstr", as the number that a log's tables carry, and the class of the advisory locks that are taken.
  static let magic: Int64 = 0x4D73_7472

  /// The format written, and the newest that is read.
  static let version: Int64 = 1

  /// Makes the tables unless they are there. One at a time in a database, however many try at once.
  static func open(_ schema: String, _ session: Session, place: String) throws {
    try session.transaction {
      try session.execute(lock, Parameters(magic))
      var name = Parameters()
      name.add(schema)
      let found = try session.execute(inventory, name)
      guard let schemas = found.integer(0, 0), let relations = found.integer(0, 1),
        let formats = found.integer(0, 2)
      else { throw Damage(found: "no count of tables") }
      if formats == 1 { return try check(session, place: place) }
      guard relations == 0 else {
        throw LogError.notALog(file: place, found: "a schema with \(relations) tables of something else")
      }
      try create(schemas == 0 ? schema : nil, session)
    }
  }

  private static func check(_ session: Session, place: String) throws {
    let answer: Answer
    do {
      answer = try session.execute(Statement(name: "format", sql: "SELECT magic, version FROM format"))
    } catch  where error.sqlState == "42703" {
      throw LogError.notALog(file: place, found: "a schema with a table `format` of something else")
    }
    guard answer.integer(0, 0) == magic, let version = answer.integer(0, 1) else {
      throw LogError.notALog(file: place, found: "a schema with a table `format` of something else")
    }
    if version > Self.version {
      throw LogError.newerVersion(file: place, found: version, supported: Self.version)
    }
  }

  private static func create(_ newSchema: String?, _ session: Session) throws {
    if let newSchema { try session.run("CREATE SCHEMA \(SessionSettings.identifier(newSchema))") }
    try session.run(tables)
    try session.run("INSERT INTO format VALUES (\(magic), \(version))")
    let zero = ChainLink.zero
    try session.run("INSERT INTO head VALUES (true, 0, \(zero.checksum.value), \(zero.markChecksum(0)))")
    try session.run("INSERT INTO tail VALUES (true, 0, \(zero.checksum.value), \(zero.markChecksum(1)), 0)")
    try session.run("INSERT INTO leader VALUES (true, 0)")
  }

  private static let lock = Statement(name: "schema_lock", sql: "SELECT pg_advisory_xact_lock($1)")

  private static let inventory = Statement(
    name: "schema_inventory",
    sql: """
      SELECT count(DISTINCT n.oid), count(c.oid), count(c.oid) FILTER (WHERE c.relname = 'format')
      FROM pg_catalog.pg_namespace n LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
      WHERE n.nspname = $1
      """)

  /// The tail is written with every batch: room on its page lets the server clean up after itself.
  /// Compressing records would cost more than it saves.
  private static let tables = """
    CREATE TABLE format (magic bigint NOT NULL, version bigint NOT NULL);
    CREATE TABLE head (sole boolean PRIMARY KEY CHECK (sole), position bigint NOT NULL, chain bigint NOT NULL,
      checksum bigint NOT NULL);
    CREATE TABLE tail (sole boolean PRIMARY KEY CHECK (sole), position bigint NOT NULL, chain bigint NOT NULL,
      checksum bigint NOT NULL, turn bigint NOT NULL) WITH (fillfactor = 10);
    CREATE TABLE record (position bigint PRIMARY KEY, batch_end bigint NOT NULL, checksum bigint NOT NULL,
      bytes bytea NOT NULL);
    CREATE TABLE snapshot (position bigint PRIMARY KEY, chain bigint NOT NULL, checksum bigint NOT NULL,
      size bigint NOT NULL);
    CREATE TABLE snapshot_part (position bigint REFERENCES snapshot ON DELETE CASCADE, number bigint,
      bytes bytea NOT NULL, PRIMARY KEY (position, number));
    CREATE TABLE leader (sole boolean PRIMARY KEY CHECK (sole), epoch bigint NOT NULL, address text,
      pid bigint, heartbeat timestamptz) WITH (fillfactor = 10);
    ALTER TABLE record ALTER bytes SET STORAGE EXTERNAL;
    ALTER TABLE snapshot_part ALTER bytes SET STORAGE EXTERNAL;
    """
}
