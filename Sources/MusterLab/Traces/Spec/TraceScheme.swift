/// A kind of trace: what it is, what it can be asked, and how it is opened.
public struct TraceScheme: Sendable {
  /// What stands before the path.
  public enum Path: Sendable, Equatable {
    /// It reads no file.
    case none
    /// It reads a file or directory, described in a phrase.
    case needed(String)
  }

  /// What stands before the `:` of a spec.
  public var name: String
  /// What it holds, in a line.
  public var summary: String
  public var path: Path
  /// In the order in which they should be read.
  public var parameters: [TraceParameter]
  /// A spec that works where the data are.
  public var example: String
  /// Where the data and the numbers are from.
  public var source: String
  /// On what terms the data may be used.
  public var licence: String
  /// What a spec reads: files and directories.
  public var files: @Sendable (TraceSpec) -> [String]
  /// Opens a spec whose scheme, path and keys have been checked; the values are the trace's to check.
  public var open: @Sendable (TraceSpec) throws -> any Trace

  public init(
    name: String, summary: String, path: Path, parameters: [TraceParameter], example: String, source: String,
    licence: String,
    files: @escaping @Sendable (TraceSpec) -> [String] = { $0.path.isEmpty ? [] : [$0.path] },
    open: @escaping @Sendable (TraceSpec) throws -> any Trace
  ) {
    self.name = name
    self.summary = summary
    self.path = path
    self.parameters = parameters
    self.example = example
    self.source = source
    self.licence = licence
    self.files = files
    self.open = open
  }

  /// Throws where a spec has a path too many or too few, or a key that this scheme does not know.
  func check(_ spec: TraceSpec) throws(TraceSpecError) {
    switch path {
    case .none where !spec.path.isEmpty:
      throw TraceSpecError(
        .unexpectedPath, spec: spec.text, part: "path", found: "\"\(spec.path)\"",
        expected: "none, as in \(example)")
    case .needed(let what) where spec.path.isEmpty:
      throw TraceSpecError(
        .missingPath, spec: spec.text, part: "path", found: "none", expected: "\(what), as in \(example)")
    default: break
    }
    try spec.checkKeys(among: parameters)
  }
}
