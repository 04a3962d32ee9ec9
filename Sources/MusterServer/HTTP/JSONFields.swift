import MusterWire

/// Reads a JSON object strictly: every field by name and type, every mistake with its JSON pointer, no field that
/// nobody asked for. All mistakes of an object are found before it is refused.
struct JSONFields {
  private let bytes: [UInt8]
  private let members: [String: JSONMember]
  private let order: [String]
  private let pointer: String
  private var asked: Set<String> = []
  private(set) var problems: [APIFailure.Part] = []

  /// - Parameter bytes: the text of one JSON value, checked already or not.
  init(_ bytes: [UInt8], at pointer: String = "") throws {
    self.bytes = bytes
    self.pointer = pointer
    let document: JSONDocument
    do { document = try JSONScanner.scan(bytes) } catch {
      throw APIFailure(.malformedJSON, "\(error)")
    }
    guard document.type == .object else {
      throw APIFailure(
        .invalidRequest, "found \(document.type.rawValue), expected an object",
        parts: [.init(pointer: pointer, detail: "expected an object")])
    }
    var members: [String: JSONMember] = [:]
    var order: [String] = []
    for member in document.members {
      // The range of a name lies between its quotes.
      let quoted = member.name.lowerBound - 1..<member.name.upperBound + 1
      guard let name = try? JSONString.decode(bytes, quoted) else { continue }
      if members.updateValue(member, forKey: name) == nil { order.append(name) }
    }
    self.members = members
    self.order = order
  }

  /// Whether the field is there and not null.
  mutating func has(_ name: String) -> Bool {
    asked.insert(name)
    return members[name].map { $0.type != .null } ?? false
  }

  mutating func problem(_ name: String, _ detail: String) {
    problems.append(.init(pointer: pointer + "/" + name, detail: detail))
  }

  private mutating func member(_ name: String, _ type: JSONType, _ expected: String) -> JSONMember? {
    asked.insert(name)
    guard let member = members[name], member.type != .null else { return nil }
    guard member.type == type else {
      problem(name, "found \(member.type.rawValue), expected \(expected)")
      return nil
    }
    return member
  }

  /// - Parameter longest: in Unicode characters (code points), as JSON Schema counts them.
  mutating func string(_ name: String, longest: Int = 4096) -> String? {
    guard let member = member(name, .string, "a string") else { return nil }
    guard let text = try? JSONString.decode(bytes, member.value) else {
      problem(name, "found a string that cannot be read, expected Unicode text")
      return nil
    }
    guard text.utf8.count <= longest || text.unicodeScalars.count <= longest else {
      problem(name, "found \(text.unicodeScalars.count) characters, expected at most \(longest)")
      return nil
    }
    return text
  }

  /// A name for people and for policies: 1 to 200 characters, no control characters.
  mutating func label(_ name: String) -> String? {
    guard let text = string(name, longest: 200) else { return nil }
    guard Self.isLabel(text) else {
      problem(name, "found \"\(text.prefix(40))\", expected 1 to 200 characters, no control characters")
      return nil
    }
    return text
  }

  static func isLabel(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.count <= 200
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f && $0.value != 0x2028 }
  }

  mutating func boolean(_ name: String) -> Bool? {
    asked.insert(name)
    guard let member = members[name], member.type != .null else { return nil }
    let text = text(member.value)
    guard text == "true" || text == "false" else {
      problem(name, "found \(member.type.rawValue), expected true or false")
      return nil
    }
    return text == "true"
  }

  mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
    guard let member = member(name, .number, "a number") else { return nil }
    guard let value = Double(text(member.value)), value.isFinite, range.contains(value) else {
      problem(name, "found \(text(member.value).prefix(40)), expected a number in \(range)")
      return nil
    }
    return value
  }

  mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let member = member(name, .number, "a whole number") else { return nil }
    let text = text(member.value)
    let value = Int64(text) ?? Double(text).flatMap { Int64(exactly: $0) }
    guard let value, range.contains(value) else {
      problem(name, "found \(text.prefix(40)), expected a whole number in \(range)")
      return nil
    }
    return value
  }

  /// A length of time: a string such as `"30s"`, or a number of seconds. In nanoseconds.
  mutating func duration(_ name: String) -> Int64? {
    asked.insert(name)
    guard let member = members[name], member.type != .null else { return nil }
    let written =
      member.type == .string ? (try? JSONString.decode(bytes, member.value)) ?? "" : text(member.value)
    let value = member.type == .string ? Self.nanoseconds(written) : Double(written).flatMap(Self.nanoseconds)
    guard let value else {
      problem(name, "found \(written.prefix(40)), expected a length of time such as \"30s\", or seconds")
      return nil
    }
    return value
  }

  static func nanoseconds(_ seconds: Double) -> Int64? {
    guard seconds.isFinite, seconds >= 0, seconds <= 1e9 else { return nil }
    return Int64(seconds * 1e9)
  }

  /// A decimal number and its unit, at most 10^9 seconds: see ``DurationText``.
  static func nanoseconds(_ text: String) -> Int64? { DurationText.seconds(text).flatMap(nanoseconds) }

  /// An amount of money in USD, as micro-dollars.
  mutating func dollars(_ name: String) -> Int64? {
    guard let value = number(name, in: 0...1e9) else { return nil }
    return Int64((value * 1e6).rounded())
  }

  mutating func strings(_ name: String, most: Int = 256) -> [String]? {
    guard let items = array(name, most: most) else { return nil }
    var result: [String] = []
    for (index, item) in items.enumerated() {
      guard item.first == UInt8(ascii: "\""), let text = try? JSONString.decode(item, 0..<item.count),
        Self.isLabel(text)
      else {
        problem("\(name)/\(index)", "expected a string of 1 to 200 characters")
        continue
      }
      result.append(text)
    }
    return result
  }

  /// Features are single-precision numbers in the engine.
  private static let largestFeature = 1e30

  mutating func numbers(_ name: String, most: Int = 4096) -> [Double]? {
    guard let items = array(name, most: most) else { return nil }
    var result: [Double] = []
    for (index, item) in items.enumerated() {
      guard let value = Double(String(decoding: item, as: UTF8.self)), value.magnitude <= Self.largestFeature
      else {
        problem("\(name)/\(index)", "expected a number from -1e30 to 1e30")
        continue
      }
      result.append(value)
    }
    return result
  }

  /// The texts of an array's elements.
  mutating func array(_ name: String, most: Int) -> [[UInt8]]? {
    guard let member = member(name, .array, "an array") else { return nil }
    let items = Self.elements(of: bytes[member.value])
    guard items.count <= most else {
      problem(name, "found \(items.count) elements, expected at most \(most)")
      return nil
    }
    return items
  }

  /// The text of a value of any type; nil when it is not there.
  mutating func raw(_ name: String) -> [UInt8]? {
    asked.insert(name)
    return members[name].map { Array(bytes[$0.value]) }
  }

  /// The fields of an object within.
  mutating func object(_ name: String) -> JSONFields? {
    guard let member = member(name, .object, "an object") else { return nil }
    return try? JSONFields(Array(bytes[member.value]), at: pointer + "/" + name)
  }

  /// Takes over the mistakes found in an object within.
  mutating func absorb(_ inner: JSONFields) { problems += inner.allProblems }

  /// The names of all fields, each of them now asked for. They have to be labels.
  mutating func allNames() -> [String] {
    asked.formUnion(order)
    for name in order where !Self.isLabel(name) {
      problem(
        String(name.prefix(40)),
        "found a name that is none, expected 1 to 200 characters, no control characters")
    }
    return order.filter(Self.isLabel)
  }

  private var allProblems: [APIFailure.Part] {
    problems
      + order.filter { !asked.contains($0) }.map {
        .init(
          pointer: pointer + "/" + $0,
          detail: "not a known field; expected one of: \(asked.sorted().joined(separator: ", "))")
      }
  }

  /// Refuses the object if anything was wrong with it.
  func check() throws {
    let all = allProblems
    guard let first = all.first else { return }
    let more = all.count > 1 ? " (and \(all.count - 1) more)" : ""
    throw APIFailure(.invalidRequest, "\(first.pointer): \(first.detail)\(more)", parts: all)
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The elements of an array that is known to be valid JSON.
  static func elements(of array: ArraySlice<UInt8>) -> [[UInt8]] {
    var elements: [[UInt8]] = []
    var depth = 0
    var inString = false
    var escaped = false
    var start = array.startIndex + 1
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }
    func take(_ end: Int) {
      var low = start
      var high = end
      while low < high, isSpace(array[low]) { low += 1 }
      while high > low, isSpace(array[high - 1]) { high -= 1 }
      if low < high { elements.append(Array(array[low..<high])) }
    }
    for index in array.indices {
      let byte = array[index]
      if inString {
        if escaped {
          escaped = false
        } else if byte == 0x5c {
          escaped = true
        } else if byte == 0x22 {
          inString = false
        }
        continue
      }
      switch byte {
      case 0x22: inString = true
      case 0x5b, 0x7b: depth += 1
      case 0x5d, 0x7d:
        depth -= 1
        if depth == 0 { take(index) }
      case 0x2c where depth == 1:
        take(index)
        start = index + 1
      default: break
      }
    }
    return elements
  }
}
