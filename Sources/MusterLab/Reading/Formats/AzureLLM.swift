/// A request of the Azure LLM inference trace: when it came, and its size in tokens.
public struct AzureLLMRecord: Equatable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00 UTC; the trace itself counts in tenths of a microsecond.
  public var timeNanoseconds: Int64
  /// Tokens in the prompt.
  public var contextTokens: Int64
  /// Tokens in the answer.
  public var generatedTokens: Int64

  /// A record of the given values.
  public init(
    timeNanoseconds: Int64, contextTokens: Int64, generatedTokens: Int64
  ) {
    self.timeNanoseconds = timeNanoseconds
    self.contextTokens = contextTokens
    self.generatedTokens = generatedTokens
  }
}

/// Reads the Azure LLM inference traces of 2023 and 2024: `TIMESTAMP, ContextTokens, GeneratedTokens`, by name
/// and in any order.
///
/// Per row: the time is a time of the calendar, tokens are not below zero. Times do not decrease: the trace is
/// a log of arrivals.
public struct AzureLLMReader: RecordReader, ~Copyable {
  private var csv: CSVReader
  private let at: Columns
  private var lastTime = Int64.min

  /// Opens `path` and finds the columns. Throws what ``CSVReader`` throws.
  public init(path: String) throws(TraceError) {
    let csv = try CSVReader(path: path)
    at = try Columns(of: csv)
    self.csv = csv
  }

  public var file: String { csv.file }
  public var line: Int { csv.line }

  public mutating func next() throws(TraceError) -> AzureLLMRecord? {
    guard try csv.advance() else { return nil }
    let nanoseconds = try csv.civilTime(at.time)
    try csv.checkOrder(at.time, nanoseconds, after: lastTime)
    lastTime = nanoseconds
    return AzureLLMRecord(
      timeNanoseconds: nanoseconds, contextTokens: try csv.wholeNumber(at.context, in: 0 ... .max),
      generatedTokens: try csv.wholeNumber(at.generated, in: 0 ... .max))
  }
}

extension CSVReader {
  /// The field as a time of the calendar, in nanoseconds since 1970. Throws `malformed` or `outOfRange`.
  fileprivate func civilTime(_ column: Int) throws(TraceError) -> Int64 {
    switch parseCivilTime(bytes(column)) {
    case .value(let value): return value
    case .fault(let kind):
      throw fault(
        kind, column, expected: "a time such as 2023-11-16 18:17:03.9799600, in the years 1970 to 2261")
    }
  }
}

/// Where the columns are.
private struct Columns {
  let time, context, generated: Int

  init(of csv: borrowing CSVReader) throws(TraceError) {
    time = try csv.column("TIMESTAMP")
    context = try csv.column("ContextTokens")
    generated = try csv.column("GeneratedTokens")
  }
}
