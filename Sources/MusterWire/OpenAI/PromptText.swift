/// What a body asks in words: for policies that choose by text.
///
/// Read are the strings under `messages`, `content`, `text`, `prompt`, `input`, `instructions`, `question` and
/// `query`, at any depth and in the order of the bytes, joined by line feeds; a body that is a string is its own
/// text. Anything else, such as a role, an id or an image, is passed over. A body that is not JSON has no text.
public enum PromptText {
  /// No more bytes than this are gathered.
  public static let limit = 1 << 16

  /// The text as UTF-8, cut at ``limit``. O(bytes).
  public static func of(_ body: [UInt8]) -> [UInt8] {
    body.withUnsafeBytes { bytes in
      guard let value = try? JSONValue(scanning: bytes) else { return [] }
      var text: [UInt8] = []
      gather(value, into: &text, depth: 0)
      if text.count > limit { text.removeLast(text.count - limit) }
      return text
    }
  }

  private static let names: [StaticString] = [
    "messages", "content", "text", "prompt", "input", "instructions", "question", "query",
  ]
  private static let depthLimit = 8

  private static func gather(_ value: JSONValue, into text: inout [UInt8], depth: Int) {
    guard depth < depthLimit, text.count < limit else { return }
    switch value.type {
    case .string:
      guard let string = value.string else { return }
      if !text.isEmpty { text.append(0x0a) }
      text.append(contentsOf: string.utf8)
    case .array:
      value.forEachElement { gather($0, into: &text, depth: depth + 1) }
    case .object:
      for member in value.members where names.contains(where: { member.isNamed($0, in: value.bytes) }) {
        gather(JSONValue(value.bytes, member), into: &text, depth: depth + 1)
      }
    case .number, .boolean, .null: return
    }
  }
}
