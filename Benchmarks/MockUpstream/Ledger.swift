import NIOCore
import NIOHTTP1
import Synchronization

/// What arrived, and how it ended: what `/stats` and `/last` tell.
final class Ledger: Sendable {
  private struct Entries {
    var requests = 0
    var byModel: [String: Int] = [:]
    var open = 0
    var openStreams = 0
    var closedEarly = 0
    var lastHead: HTTPRequestHead?
    var lastBody = ByteBuffer()
  }

  private let entries = Mutex(Entries())

  func began(_ head: HTTPRequestHead, _ body: ByteBuffer, _ fields: BodyFields) {
    entries.withLock { entries in
      entries.requests += 1
      entries.byModel[fields.model, default: 0] += 1
      entries.open += 1
      if fields.streams { entries.openStreams += 1 }
      entries.lastHead = head
      entries.lastBody = body
    }
  }

  /// - Parameter early: whether the client closed the connection before the answer was whole.
  func ended(wasStream: Bool, early: Bool) {
    entries.withLock { entries in
      entries.open -= 1
      if wasStream { entries.openStreams -= 1 }
      if early { entries.closedEarly += 1 }
    }
  }

  /// Counts so far, as JSON.
  var stats: String {
    entries.withLock { entries in
      let models = entries.byModel.sorted { $0.key < $1.key }
        .map { "\(Self.quoted($0.key)):\($0.value)" }.joined(separator: ",")
      return "{\"requests\":\(entries.requests),\"by_model\":{\(models)},\"open\":\(entries.open),"
        + "\"open_streams\":\(entries.openStreams),\"closed_early\":\(entries.closedEarly)}"
    }
  }

  /// The body of the last request, as it came.
  var lastBody: ByteBuffer { entries.withLock { $0.lastBody } }

  /// The last request, as JSON; header names in lower case.
  var last: String {
    entries.withLock { entries in
      guard let head = entries.lastHead else { return "null" }
      let headers = head.headers.map { "\(Self.quoted($0.name.lowercased())):\(Self.quoted($0.value))" }
      let body = String(decoding: entries.lastBody.readableBytesView, as: UTF8.self)
      return "{\"method\":\(Self.quoted(head.method.rawValue)),\"uri\":\(Self.quoted(head.uri)),"
        + "\"headers\":{\(headers.joined(separator: ","))},\"body\":\(Self.quoted(body))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
