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
  /// How long the server may say nothing, in milliseconds.
  private let patience: Int32
  /// Whether the server was silent for longer: what it would say is of no use any more.
  private var isGivenUp = false

  /// Connects, and waits for it.
  ///
  /// - Parameters:
  ///   - settings: Statements to run first.
  ///   - patience: How long the server may say nothing, in milliseconds, before its connection counts as lost: one
  ///     that is stopped, or behind a network that swallows everything, says nothing for ever.
  init(_ address: ServerAddress, settings: String, patience: Int32 = 30_000) throws(SessionFailure) {
    guard let connection = Self.connect(address.parameters) else {
      throw SessionFailure(message: "no memory")
    }
    self.connection = connection
    self.patience = patience
    guard PQstatus(connection) == CONNECTION_OK else {
      throw SessionFailure(message: String(cString: PQerrorMessage(connection)), lost: true)
    }
    // Without this, libpq writes the server's notices to standard error.
    PQsetNoticeReceiver(connection, { _, _ in }, nil)
    guard PQsetnonblocking(connection, 1) == 0 else { throw failure }
    try run(settings)
  }

  deinit { PQfinish(connection) }

  /// Whether the connection still stood a moment ago. Asks nobody.
  var isAlive: Bool {
    for _ in 0..<8 {
      guard !isGivenUp, PQstatus(connection) == CONNECTION_OK else { return false }
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
      _ = try answer(PQsendPrepare(connection, statement.name, statement.sql, 0, nil))
      prepared.insert(statement.name)
    }
    return try answer(
      parameters.withPointers { count, values, lengths, formats in
        PQsendQueryPrepared(connection, statement.name, count, values, lengths, formats, 1)
      })
  }

  /// Runs statements without parameters; the answer is the last one's.
  @discardableResult
  func run(_ sql: String) throws(SessionFailure) -> Answer { try answer(PQsendQuery(connection, sql)) }

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
    switch isGivenUp ? PQTRANS_UNKNOWN : PQtransactionStatus(connection) {
    case PQTRANS_IDLE: return true
    case PQTRANS_INTRANS, PQTRANS_INERROR:
      return (try? run("ROLLBACK")) != nil
    default: return false
    }
  }

  /// The answer to what was sent: of several statements the last one's, or the first one's that failed.
  private func answer(_ isSent: Int32) throws(SessionFailure) -> Answer {
    guard isSent == 1 else { throw failure }
    while true {
      let unsent = PQflush(connection)
      guard unsent >= 0 else { throw failure }
      if unsent == 0 { break }
      try wait(for: Int16(POLLIN | POLLOUT))
      guard PQconsumeInput(connection) == 1 else { throw failure }
    }
    var last: OpaquePointer?
    while true {
      while PQisBusy(connection) == 1 {
        try wait(for: Int16(POLLIN))
        guard PQconsumeInput(connection) == 1 else {
          PQclear(last)
          throw failure
        }
      }
      guard let next = PQgetResult(connection) else { break }
      PQclear(last)
      last = next
    }
    return try answer(last)
  }

  /// Waits until the connection can be read from or written to.
  private func wait(for events: Int16) throws(SessionFailure) {
    var descriptor = pollfd(fd: PQsocket(connection), events: events, revents: 0)
    var ready: Int32
    repeat { ready = poll(&descriptor, 1, patience) } while ready < 0 && errno == EINTR
    if ready > 0 { return }
    isGivenUp = true
    throw SessionFailure(message: "no answer in \(patience) ms", lost: true)
  }

  /// What libpq says is the matter.
  private var failure: SessionFailure {
    SessionFailure(
      message: String(cString: PQerrorMessage(connection)), lost: PQstatus(connection) != CONNECTION_OK)
  }

  private func answer(_ result: OpaquePointer?) throws(SessionFailure) -> Answer {
    guard let result else { throw failure }
    let lost = PQstatus(connection) != CONNECTION_OK
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
