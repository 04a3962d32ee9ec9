/// How a weak and a strong model did on one prompt.
public struct RouteLLMRecord: Equatable, Sendable {
  /// The field of knowledge; nil in files that do not say.
  public var subject: String?
  public var prompt: String
  /// Whether the weak model (Mixtral-8x7B) was right.
  public var weakCorrect: Bool
  /// Whether the strong model (GPT-4) was right.
  public var strongCorrect: Bool

  /// A record of the given values.
  public init(
    subject: String? = nil, prompt: String, weakCorrect: Bool, strongCorrect: Bool
  ) {
    self.subject = subject
    self.prompt = prompt
    self.weakCorrect = weakCorrect
    self.strongCorrect = strongCorrect
  }
}

/// Reads the outcomes published with RouteLLM: `prompt, weak_correct, strong_correct` and perhaps `subject`, by
/// name and in any order.
///
/// Per row: the prompt is not empty, the outcomes are 0 or 1.
public struct RouteLLMReader: RecordReader, ~Copyable {
  private var csv: CSVReader
  private let at: Columns
  private var cache = StringCache()

  /// Opens `path` and finds the columns. Throws what ``CSVReader`` throws.
  public init(path: String) throws(TraceError) {
    let csv = try CSVReader(path: path)
    at = try Columns(of: csv)
    self.csv = csv
  }

  public var file: String { csv.file }
  public var line: Int { csv.line }

  public mutating func next() throws(TraceError) -> RouteLLMRecord? {
    guard try csv.advance() else { return nil }
    return RouteLLMRecord(
      subject: try csv.textIfPresent(at.subject, sharedBy: &cache), prompt: try csv.name(at.prompt),
      weakCorrect: try csv.flag(at.weak), strongCorrect: try csv.flag(at.strong))
  }
}

/// Where the columns are.
private struct Columns {
  let subject: Int?
  let prompt, weak, strong: Int

  init(of csv: borrowing CSVReader) throws(TraceError) {
    subject = try csv.columnIfPresent("subject")
    prompt = try csv.column("prompt")
    weak = try csv.column("weak_correct")
    strong = try csv.column("strong_correct")
  }
}
