import Logging
import MusterPostgres
import MusterSQLite
import MusterStore

/// Opens the log that the settings name.
struct OpenLog: Sendable {
  let log: any Log
  /// Nil where nobody else can lead.
  let leadership: PostgresLeadership?
  /// Ends it.
  let close: @Sendable () -> Void

  init(_ settings: Settings, logger: Logger) async throws(LogError) {
    switch settings.log.url {
    case .memory:
      log = MemoryLog()
      leadership = nil
      close = {}
    case .sqlite(let path):
      let log = try await SQLiteLog.open(
        path: path, mode: .create, durability: settings.log.durability == .full ? .full : .normal)
      if let recovery = log.recovery {
        logger.warning("the log was damaged", metadata: ["recovery": "\(recovery)"])
      }
      self.log = log
      leadership = nil
      close = { try? log.close() }
    case .postgres(let address):
      let url = address.url(password: settings.log.databasePassword)
      let log = try await PostgresLog.open(
        url: url, durability: settings.log.durability == .full ? .full : .relaxed)
      let leadership = try await PostgresLeadership.open(url: url)
      self.log = log
      self.leadership = leadership
      close = {
        leadership.close()
        log.close()
      }
    }
  }
}

extension PostgresAddress {
  /// As libpq takes it, with the password: never to be shown.
  func url(password: Secret?) -> String {
    var text = "postgres://"
    if let user {
      text += Self.escape(user)
      if let password { text += ":" + Self.escape(password.reveal()) }
      text += "@"
    }
    text += host.contains(":") ? "[\(host)]" : host
    if let port { text += ":\(port)" }
    text += "/" + Self.escape(database)
    if let options, !options.isEmpty { text += "?" + options }
    return text
  }

  private static func escape(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        return String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }.joined()
  }
}
