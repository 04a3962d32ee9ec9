import HTTPTypes
import Hummingbird
import MusterWire
import NIOCore

extension Response {
  /// An answer of JSON.
  static func json(
    _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], _ fill: (inout JSONText) throws -> Void
  ) rethrows -> Response {
    var text = JSONText(capacity: 512)
    try fill(&text)
    var headers = headers
    headers[.contentType] = "application/json"
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: text.bytes)))
  }
}

extension Request {
  /// The whole body.
  /// - Throws: `body_too_large`.
  func wholeBody(limit: Int) async throws -> [UInt8] {
    if let length = headers[.contentLength].flatMap(Int.init), length > limit {
      throw APIFailure(.bodyTooLarge, "found \(length) bytes, expected at most \(limit)")
    }
    do {
      let buffer = try await body.collect(upTo: limit)
      return Array(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw APIFailure(.bodyTooLarge, "found more than \(limit) bytes")
    }
  }

  /// A body that has to be JSON. A body without a content type passes: many scripts send none.
  func jsonBody(limit: Int) async throws -> [UInt8] {
    if let type = headers[.contentType], !type.lowercased().contains("json"),
      !type.lowercased().hasPrefix("application/x-www-form-urlencoded")
    {
      throw APIFailure(.unsupportedMediaType, "found \(type.prefix(80)), expected application/json")
    }
    return try await wholeBody(limit: limit)
  }

  /// A query parameter that is a whole number.
  func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = uri.queryParameters[Substring(name)] else { return nil }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text), range.contains(value)
    else {
      throw APIFailure(
        .invalidParameter, "\(name): found \"\(text.prefix(40))\", expected a whole number in \(range)")
    }
    return value
  }

  /// A query parameter that is a length of time, in nanoseconds.
  func duration(_ name: String, most: Int64) throws -> Int64? {
    guard let text = uri.queryParameters[Substring(name)] else { return nil }
    guard let value = DurationText.querySeconds(String(text)).flatMap(JSONFields.nanoseconds) else {
      throw APIFailure(
        .invalidParameter, "\(name): found \"\(text.prefix(40))\", expected a length of time such as 20s")
    }
    return min(value, most)
  }
}

extension MusterContext {
  /// A number in the path.
  func number(_ name: String, of what: String) throws -> UInt64 {
    guard let text = parameters.get(name), let number = IDText.number(text) else {
      throw APIFailure(.notFound, "there is no \(what) \"\(parameters.get(name)?.prefix(40) ?? "")\"")
    }
    return number
  }

  /// A name in the path.
  func label(_ name: String) throws -> String {
    guard let text = parameters.get(name)?.removingPercentEncoding, JSONFields.isLabel(text) else {
      throw APIFailure(.invalidParameter, "\(name): expected 1 to 200 characters, no control characters")
    }
    return text
  }
}
