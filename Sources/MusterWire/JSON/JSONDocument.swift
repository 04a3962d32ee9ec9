/// A member of the top-level object of a JSON document, as places in the bytes that were scanned.
public struct JSONMember: Hashable, Sendable {
  /// The name between its quotes, escapes and all.
  public let name: Range<Int>

  /// Whether the name holds escapes, so that its bytes are not its text.
  public let nameIsEscaped: Bool

  /// The value, from its first byte to its last; a string with its quotes.
  public let value: Range<Int>

  /// What the value is.
  public let type: JSONType
}

/// What a scan found in one JSON document: its value, and the members if that is an object.
///
/// It holds places, not bytes: keep it together with the bytes that were scanned.
public struct JSONDocument: Hashable, Sendable {
  /// Where the value is, without the white space around it.
  public let value: Range<Int>

  /// What the value is.
  public let type: JSONType

  /// The members of a top-level object in the order of the bytes, duplicates included; empty for other types.
  public let members: [JSONMember]

  /// The member called `name`, compared after decoding escapes. Of several with one name the last wins.
  public func member(_ name: String, in bytes: UnsafeRawBufferPointer) -> JSONMember? {
    members.last { $0.isNamed(name, in: bytes) }
  }

  /// The member called `name`, compared after decoding escapes. Of several with one name the last wins.
  public func member(_ name: String, in bytes: some Collection<UInt8>) -> JSONMember? {
    withRawBytes(of: bytes) { member(name, in: $0) }
  }
}

extension JSONMember {
  func isNamed(_ wanted: String, in bytes: UnsafeRawBufferPointer) -> Bool {
    if nameIsEscaped { return JSONString.unescaped(bytes.part(name)) == Array(wanted.utf8) }
    return name.count == wanted.utf8.count && wanted.utf8.elementsEqual(bytes.part(name))
  }

  @inline(__always)
  func isNamed(_ wanted: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
    if nameIsEscaped { return isNamed(wanted.description, in: bytes) }
    return bytes.part(name).equals(wanted)
  }
}
