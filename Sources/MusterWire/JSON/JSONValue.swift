/// A value within bytes that were scanned, for reading the few fields that matter. It must not outlive the
/// bytes.
struct JSONValue {
  let bytes: UnsafeRawBufferPointer
  let range: Range<Int>
  let type: JSONType
  /// The members, if they were found already.
  private let known: [JSONMember]?

  private init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ type: JSONType, _ known: [JSONMember]?)
  {
    self.bytes = bytes
    self.range = range
    self.type = type
    self.known = known
  }

  /// The whole document.
  init(_ bytes: UnsafeRawBufferPointer, _ document: JSONDocument) {
    self.init(bytes, document.value, document.type, document.members)
  }

  /// Scans `bytes`, one whole document.
  init(scanning bytes: UnsafeRawBufferPointer) throws(WireError) {
    self.init(bytes, try JSONScanner.scan(bytes))
  }

  /// A member's value.
  init(_ bytes: UnsafeRawBufferPointer, _ member: JSONMember) {
    self.init(bytes, member.value, member.type, nil)
  }

  /// The members of an object in the order of the bytes; none for other types.
  var members: [JSONMember] {
    if let known { return known }
    guard type == .object, var cursor = try? JSONCursor(bytes, from: range.lowerBound) else { return [] }
    return (try? cursor.document())?.members ?? []
  }

  /// The member called `name`, the last of several; nil if there is none, or if it is null.
  subscript(_ name: StaticString) -> JSONValue? {
    guard let member = members.last(where: { $0.isNamed(name, in: bytes) }), member.type != .null else {
      return nil
    }
    return JSONValue(bytes, member)
  }

  /// The first element of an array.
  var firstElement: JSONValue? {
    guard type == .array, var cursor = try? JSONCursor(bytes, from: range.lowerBound + 1) else { return nil }
    guard let document = try? cursor.document() else { return nil }
    return JSONValue(bytes, document)
  }

  /// Calls the body with each element of an array, in their order.
  func forEachElement(_ body: (JSONValue) -> Void) {
    guard type == .array else { return }
    var at = range.lowerBound + 1
    while var cursor = try? JSONCursor(bytes, from: at), let document = try? cursor.document() {
      body(JSONValue(bytes, document))
      at = document.value.upperBound
      while at < range.upperBound, bytes[at] != 0x2c { at += 1 }
      if at >= range.upperBound { return }
      at += 1
    }
  }

  /// Whether a container holds nothing.
  var isEmptyContainer: Bool {
    guard type == .array || type == .object else { return false }
    return !bytes.part(range.lowerBound + 1..<range.upperBound - 1).contains { $0 > 0x20 }
  }

  /// The text of a string.
  var string: String? {
    guard type == .string else { return nil }
    let content = bytes.part(range.lowerBound + 1..<range.upperBound - 1)
    guard content.contains(0x5c) else { return String(decoding: content, as: UTF8.self) }
    return String(decoding: JSONString.unescaped(content), as: UTF8.self)
  }

  /// The text of a string, or a number or boolean as it is written.
  var scalarText: String? {
    switch type {
    case .string: string
    case .number, .boolean: String(decoding: bytes.part(range), as: UTF8.self)
    case .object, .array, .null: nil
    }
  }

  /// Whether a boolean is true.
  var boolean: Bool? { type == .boolean ? bytes[range.lowerBound] == 0x74 : nil }

  /// A number that is whole and within `limits`, however it is written: 16, 16.0 and 1.6e1 are the same.
  func wholeNumber(in limits: ClosedRange<Int>) -> Int? {
    guard type == .number else { return nil }
    let text = bytes.part(range)
    var number = 0
    if text.count <= 18, text.allSatisfy({ $0 &- 0x30 < 10 }) {
      for byte in text { number = number * 10 + Int(byte - 0x30) }
    } else {
      guard let value = Double(String(decoding: text, as: UTF8.self)), value.magnitude < 1e15 else {
        return nil
      }
      number = Int(value)
      if Double(number) != value { return nil }
    }
    return limits.contains(number) ? number : nil
  }

  /// A count of tokens, as answers report it.
  var tokens: Int? { wholeNumber(in: 0...OpenAIRequest.numberLimit) }
}
