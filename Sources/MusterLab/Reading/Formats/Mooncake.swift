/// A request of the Mooncake traces: when it came, its size in tokens, and which prefixes it shares.
public struct MooncakeRecord: Equatable, Sendable {
  /// Milliseconds from the start of the trace.
  public var timeMilliseconds: Int64
  /// Tokens in the prompt.
  public var inputTokens: Int64
  /// Tokens in the answer.
  public var outputTokens: Int64
  /// One number for each block of 512 tokens of the prompt: requests with the same numbers in front share
  /// that prefix.
  public var blockIDs: [UInt32]

  /// A record of the given values.
  public init(
    timeMilliseconds: Int64, inputTokens: Int64, outputTokens: Int64, blockIDs: [UInt32]
  ) {
    self.timeMilliseconds = timeMilliseconds
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.blockIDs = blockIDs
  }
}

/// Reads the Mooncake traces: a JSON object a line with `timestamp, input_length, output_length, hash_ids`, in
/// any order; other keys are skipped.
///
/// Per line: each key is there once, nothing is below zero. Times do not decrease: the trace is a log of
/// arrivals. Empty lines are skipped.
public struct MooncakeReader: RecordReader, ~Copyable {
  private var lines: LineSource
  private var lastTime: Int64 = 0

  /// Opens `path`. Throws what the lines of any file throw: `unreadable`, `corruptGzip`.
  public init(path: String) throws(TraceError) {
    lines = try LineSource(path: path)
  }

  public var file: String { lines.file }
  public var line: Int { lines.line }

  public mutating func next() throws(TraceError) -> MooncakeRecord? {
    while let text = try lines.next() {
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      var draft = MooncakeDraft(JSONScanner(text, file: lines.file, line: lines.line))
      let record = try draft.record()
      guard record.timeMilliseconds >= lastTime else {
        throw TraceError(
          .outOfOrder, file: file, line: line, column: .name("timestamp"),
          found: "\"\(record.timeMilliseconds)\"", expected: "no less than in the row before")
      }
      lastTime = record.timeMilliseconds
      return record
    }
    return nil
  }
}

/// A record while its keys come in.
private struct MooncakeDraft {
  private var json: JSONScanner
  private var time, input, output: Int64?
  private var blocks: [UInt32]?

  init(_ json: JSONScanner) { self.json = json }

  mutating func record() throws(TraceError) -> MooncakeRecord {
    try json.beginObject()
    while let key = try json.nextKey() {
      switch key {
      case "timestamp": time = try number(key, known: time)
      case "input_length": input = try number(key, known: input)
      case "output_length": output = try number(key, known: output)
      case "hash_ids":
        try checkOnce(blocks == nil, key)
        blocks = try json.wholeNumbers()
      default: try json.skipValue()
      }
    }
    try json.end()
    return MooncakeRecord(
      timeMilliseconds: try need(time, "timestamp"), inputTokens: try need(input, "input_length"),
      outputTokens: try need(output, "output_length"), blockIDs: try need(blocks, "hash_ids"))
  }

  private mutating func number(_ key: String, known: Int64?) throws(TraceError) -> Int64 {
    try checkOnce(known == nil, key)
    return try json.wholeNumber(in: 0 ... .max)
  }

  private func checkOnce(_ isFirst: Bool, _ key: String) throws(TraceError) {
    guard !isFirst else { return }
    throw json.fault(
      .duplicateColumn, key: key, found: "it more than once", expected: "it once in the object")
  }

  private func need<Value>(_ value: Value?, _ key: String) throws(TraceError) -> Value {
    if let value { return value }
    throw json.fault(.missingColumn, key: key, found: "no such key", expected: "it in the object")
  }
}
