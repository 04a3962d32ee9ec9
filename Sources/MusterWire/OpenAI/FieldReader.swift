/// Reads the members of an object, each with the type it must have. Absent and null both give nil.
struct FieldReader {
  private let object: JSONValue
  private let path: String

  /// Reads `object`, whose members errors call by `path` and name.
  init(_ object: JSONValue, path: String = "") {
    self.object = object
    self.path = path
  }

  func string(_ name: StaticString) throws(WireError) -> String? {
    guard let value = object[name] else { return nil }
    guard let string = value.string else { throw wrong(name, value, expected: "a string") }
    return string
  }

  func boolean(_ name: StaticString) throws(WireError) -> Bool? {
    guard let value = object[name] else { return nil }
    guard let boolean = value.boolean else { throw wrong(name, value, expected: "a boolean") }
    return boolean
  }

  func object(_ name: StaticString) throws(WireError) -> JSONValue? {
    guard let value = object[name] else { return nil }
    guard value.type == .object else { throw wrong(name, value, expected: "an object") }
    return value
  }

  /// A whole number from `least` to `OpenAIRequest.numberLimit`.
  func wholeNumber(_ name: StaticString, from least: Int) throws(WireError) -> Int? {
    guard let value = object[name] else { return nil }
    guard let number = value.wholeNumber(in: least...OpenAIRequest.numberLimit) else {
      throw wrong(
        name, value, expected: "a whole number from \(least) to \(OpenAIRequest.numberLimit)")
    }
    return number
  }

  @inline(never)
  private func wrong(_ name: StaticString, _ value: JSONValue, expected: String) -> WireError {
    let isNumber = value.type == .number && expected.contains("number")
    return WireError(
      isNumber ? .value : .type, path + name.description, offset: value.range.lowerBound,
      found: isNumber ? "the number \(WireError.quote(value.bytes.part(value.range)))" : value.type.phrase,
      expected: expected)
  }
}
