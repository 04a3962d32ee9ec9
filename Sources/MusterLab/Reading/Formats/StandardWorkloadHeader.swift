/// What the comments at the top of a Standard Workload Format log say about the machine.
public struct SWFHeader: Equatable, Sendable {
  /// One line `; name: value`.
  public struct Entry: Equatable, Sendable {
    public var name: String
    public var value: String
  }

  /// All lines that have a name, in the order of the file; notes may come more than once.
  public private(set) var entries: [Entry] = []

  /// Processors of the machine.
  public var maxProcs: Int64? { number("MaxProcs") }
  /// Nodes of the machine.
  public var maxNodes: Int64? { number("MaxNodes") }
  /// Jobs in the log.
  public var maxJobs: Int64? { number("MaxJobs") }
  /// The moment that second 0 of the log stands for, in seconds since 1970.
  public var unixStartTime: Int64? { number("UnixStartTime") }

  /// The first entry called `name`, capitals aside.
  public func value(_ name: String) -> String? {
    entries.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The whole number that the entry called `name` begins with. These lines are written by hand, with remarks
  /// behind the number; what does not begin with one is nil and no error.
  public func number(_ name: String) -> Int64? {
    value(name).flatMap { Int64($0.prefix { $0.isASCII && $0.isNumber }) }
  }

  /// Takes in a comment without its semicolon; one without a name is dropped.
  mutating func add(_ comment: Bytes) {
    let text = String(decoding: comment, as: UTF8.self)
    guard let colon = text.firstIndex(of: ":") else { return }
    let name = Self.trimmed(text[..<colon])
    guard !name.isEmpty else { return }
    entries.append(Entry(name: name, value: Self.trimmed(text[text.index(after: colon)...])))
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text.drop { $0.isWhitespace }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
