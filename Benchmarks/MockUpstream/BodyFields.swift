/// The fields of a request's body that the mock goes by, found in one pass. Written apart from the server's own
/// reader, so that a mistake there is not hidden by the same mistake here. Escapes in names are not looked at.
struct BodyFields {
  var model = ""
  var streams = false
  var includesUsage = false

  init(_ bytes: UnsafeRawBufferPointer) {
    var depth = 0
    var key: Range<Int>?
    var outer = Outer.other
    var at = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        let end = Self.endOfString(bytes, at)
        let text = (at + 1)..<max(at + 1, end - 1)
        if key == nil {
          key = text
        } else if depth == 1, Self.equal(bytes, key, "model") {
          model = String(decoding: bytes[text], as: UTF8.self)
        }
        at = end
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth == 1 { outer = Self.equal(bytes, key, "stream_options") ? .streamOptions : .other }
        depth += 1
        key = nil
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        key = nil
      case UInt8(ascii: ","): key = nil
      case UInt8(ascii: "t"):
        if depth == 1, Self.equal(bytes, key, "stream") { streams = true }
        if depth == 2, outer == .streamOptions, Self.equal(bytes, key, "include_usage") {
          includesUsage = true
        }
      default: break
      }
      at += 1
    }
  }

  private enum Outer { case streamOptions, other }

  /// Behind the closing quote.
  private static func endOfString(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var at = start + 1
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "\\") {
        at += 2
      } else if bytes[at] == UInt8(ascii: "\"") {
        return at + 1
      } else {
        at += 1
      }
    }
    return bytes.count
  }

  private static func equal(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>?, _ name: StaticString
  ) -> Bool {
    guard let range, range.count == name.utf8CodeUnitCount else { return false }
    return range.enumerated().allSatisfy { bytes[$0.element] == name.utf8Start[$0.offset] }
  }
}
