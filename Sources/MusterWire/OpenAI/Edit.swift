/// A piece of a body to be replaced; an empty range inserts.
struct Edit: Sendable, Equatable {
  let range: Range<Int>
  let text: [UInt8]

  init(_ range: Range<Int>, _ text: String) {
    self.range = range
    self.text = Array(text.utf8)
  }

  init(_ range: Range<Int>, bytes: [UInt8]) {
    self.range = range
    text = bytes
  }

  /// `bytes` with `edits` made, which must not overlap.
  static func apply(_ edits: [Edit], to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.text.count })
    var at = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      result.append(contentsOf: bytes[at..<edit.range.lowerBound])
      result.append(contentsOf: edit.text)
      at = edit.range.upperBound
    }
    result.append(contentsOf: bytes[at...])
    return result
  }

  /// What makes `body`, an object that is not empty, say `stream_options.include_usage: true` and leaves the
  /// rest as it is; nothing if it says so. Every member of these names is made to say it, so that readers who
  /// take the first of two agree with those who take the last.
  static func askForUsage(in body: JSONValue) -> [Edit] {
    let options = body.members.filter { $0.isNamed("stream_options", in: body.bytes) }
    if options.isEmpty {
      let start = body.range.lowerBound + 1
      return [Edit(start..<start, #""stream_options":{"include_usage":true},"#)]
    }
    var edits: [Edit] = []
    for option in options {
      guard option.type == .object else {
        edits.append(Edit(option.value, #"{"include_usage":true}"#))
        continue
      }
      let members = JSONValue(body.bytes, option).members
      let flags = members.filter { $0.isNamed("include_usage", in: body.bytes) }
      for flag in flags where JSONValue(body.bytes, flag).boolean != true {
        edits.append(Edit(flag.value, "true"))
      }
      if flags.isEmpty {
        let start = option.value.lowerBound + 1
        edits.append(Edit(start..<start, #""include_usage":true"# + (members.isEmpty ? "" : ",")))
      }
    }
    return edits
  }
}
