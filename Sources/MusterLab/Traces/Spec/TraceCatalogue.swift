/// All kinds of trace there are: the one list that specs are looked up in and that `muster traces` prints.
public struct TraceCatalogue: Sendable {
  /// The lab's own kinds, then those from outside.
  public let schemes: [TraceScheme]

  /// - Parameter others: kinds from outside the lab, such as the store's `log:`, which the lab may not know of.
  ///   One with the name of a kind of the lab stands in its place.
  public init(adding others: [TraceScheme] = []) {
    let taken = others.map(\.name)
    schemes = Self.own.filter { !taken.contains($0.name) } + others
  }

  private static let own: [TraceScheme] = [
    OpenbTrace.scheme, GoogleTrace.scheme, AzureLLMTrace.scheme, MooncakeTrace.scheme, OutcomesTrace.scheme,
    RouteLLMTrace.scheme, SWFTrace.scheme, GeneratedTrace.scheme, ShockTrace.scheme, DriftTrace.scheme,
  ]

  /// Opens what the text asks for, e.g. `openb:data/pods_default.csv?mode=timeline`.
  ///
  /// Throws ``TraceSpecError`` for what is wrong with the text, and ``TraceError`` for what is wrong with a
  /// file.
  public func open(_ text: String) throws -> any Trace { try open(TraceSpec(text)) }

  /// Opens a spec. Throws as ``open(_:)-(String)`` does.
  public func open(_ spec: TraceSpec) throws -> any Trace {
    let scheme = try scheme(of: spec)
    try scheme.check(spec)
    return try scheme.open(spec)
  }

  private func scheme(of spec: TraceSpec) throws(TraceSpecError) -> TraceScheme {
    if let scheme = schemes.first(where: { $0.name == spec.scheme }) { return scheme }
    let names = schemes.map(\.name)
    let nearest = nearestName(to: spec.scheme, among: names).map { " (nearest: \($0))" } ?? ""
    throw TraceSpecError(
      .unknownScheme, spec: spec.text, part: "scheme", found: "\"\(spec.scheme)\"\(nearest)",
      expected: "one of \(names.joined(separator: ", "))")
  }
}
