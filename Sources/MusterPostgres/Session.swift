import CPostgres

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A statement that is prepared once for each session.
struct Statement: Sendable {
  /// Unlike that of any other statement.
  let name: String
  let sql: String
}

/// One connection to the server. For one thread at a time.
final class Session {
  /// What a leadership holds as long as the session lives; nil without one.
  var epoch: Int64?

  private let connection: OpaquePointer
  private var prepared: Set<String> = []

  /// Connects, and waits for it.
  ///
  /// - Parameter settings: Statements to run first.
  init(_ address: ServerAddress, settings: String) throws(SessionFailure) {
    guard let connection = Self.connect(address.parameters) else {
      throw SessionFailure(message: "no memory")
    }
    self.connection = connection
    guard PQstatus(connection) == CONNECTION_OK else {
      throw SessionFailure(message: String(cString: PQerrorMessage(connection)), lost: true)
    }
    // Without this, libpq writes the server's notices to standard error.
    PQsetNoticeReceiver(connection, { _, _ in }, nil)
    try run(settings)
  }

  deinit { PQfinish(connection) }

  /// Whether the connection still stood a moment ago. Asks nobody.
  var isAlive: Bool {
    for _ in 0..<8 {
      guard PQstatus(connection) == CONNECTION_OK else { return false }
      // A server that goes says so, or at least closes its side: then there is something to read.
      var descriptor = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 0) > 0 else { return true }
      guard PQconsumeInput(connection) == 1 else { return false }
      _ = PQisBusy(connection)
    }
    return true
  }

  /// Runs a statement with binary parameters and a binary answer. One round trip, two the first time.
  @discardableResult
  func execute(_ statement: Statement, _ parameters: Parameters = Parameters()) throws(SessionFailure)
    -> Answer
  {
    if !prepared.contains(statement.name) {
      _ = try answer(PQprepare(connection, statement.name, statement.sql, 0, nil))
      prepared.insert(statement.name)
    }
    return try answer(
      parameters.withPointers { count, values, lengths, formats in
        PQexecPrepared(connection, statement.name, count, values, lengths, formats, 1)
      })
  }

  /// Runs statements without parameters; the answer is the last one's.
  @discardableResult
  func run(_ sql: String) throws(SessionFailure) -> Answer { try answer(PQexec(connection, sql)) }

  /// Runs the body in one transaction, committed unless it throws.
  func transaction<Value>(_ kind: String = "", _ body: () throws -> Value) throws -> Value {
    try run("BEGIN \(kind)")
    let value = try body()
    let tag = try run("COMMIT").tag
    guard tag == "COMMIT" else { throw SessionFailure(message: "the server answered COMMIT with \(tag)") }
    return value
  }

  /// Ends a transaction that was left open by an error. False if the session is of no use any more.
  func rollBack() -> Bool {
    switch PQtransactionStatus(connection) {
    case PQTRANS_IDLE: return true
    case PQTRANS_INTRANS, PQTRANS_INERROR:
      return (try? run("ROLLBACK")) != nil
    default: return false
    }
  }

  private func answer(_ result: OpaquePointer?) throws(SessionFailure) -> Answer {
    let lost = PQstatus(connection) != CONNECTION_OK
    guard let result else {
      throw SessionFailure(message: String(cString: PQerrorMessage(connection)), lost: lost)
    }
    let answer = Answer(result)
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return answer
    default:
      throw SessionFailure(
        sqlState: Self.field("C", result),
        message: Self.field("M", result) ?? String(cString: PQresultErrorMessage(result)), lost: lost)
    }
  }

  /// A field of an error, by the letter that the protocol has for it.
  private static func field(_ letter: Unicode.Scalar, _ result: OpaquePointer) -> String? {
    PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) }
  }

  private static func connect(_ parameters: [(keyword: String, value: String)]) -> OpaquePointer? {
    let words = parameters.flatMap { [$0.keyword, $0.value] }
    var characters: [CChar] = []
    let starts = words.map { word in
      defer { characters.append(contentsOf: word.utf8CString) }
      return characters.count
    }
    return characters.withUnsafeBufferPointer { characters in
      let pointers = starts.map { start in characters.baseAddress.map { $0 + start } }
      let keywords = stride(from: 0, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
      let values = stride(from: 1, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
      return PQconnectdbParams(keywords, values, 0)
    }
  }
}
