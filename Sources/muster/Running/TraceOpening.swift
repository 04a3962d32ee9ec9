import MusterLab

/// Opens what `--trace` names: the kinds of the lab, and Muster's own log.
enum TraceOpening {
  /// All kinds, for listing.
  static var catalogue: TraceCatalogue { TraceCatalogue(adding: [LogScheme.scheme(content: nil)]) }

  /// Opens a spec. The log is read here, as that takes waiting, and the catalogue's way of opening does not.
  static func open(_ text: String) async throws -> any Trace {
    let spec = try TraceSpec(text)
    var content: LogContent?
    if spec.scheme == LogScheme.name, !spec.path.isEmpty, spec.pairs.isEmpty {
      content = try await LogContent(reading: spec.path)
    }
    return try TraceCatalogue(adding: [LogScheme.scheme(content: content)]).open(spec)
  }
}
