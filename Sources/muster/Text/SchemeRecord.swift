import MusterLab

/// A kind of trace as `muster traces --json` writes it.
struct SchemeRecord: Encodable {
  struct KeyRecord: Encodable {
    let name, type, fallback, range, meaning: String
  }

  let name, summary, example, source, licence: String
  /// What the path names; none where there is no file.
  let path: String?
  let keys: [KeyRecord]

  init(_ scheme: TraceScheme) {
    name = scheme.name
    summary = scheme.summary
    example = scheme.example
    source = scheme.source
    licence = scheme.licence
    if case .needed(let what) = scheme.path { path = what } else { path = nil }
    keys = scheme.parameters.map {
      KeyRecord(name: $0.name, type: $0.type, fallback: $0.fallback, range: $0.range, meaning: $0.meaning)
    }
  }
}
