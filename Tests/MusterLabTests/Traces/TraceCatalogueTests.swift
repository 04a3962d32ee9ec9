import MusterLab
import Testing

@Suite struct TraceCatalogueTests {
  private static var names: String { TraceCatalogue().schemes.map(\.name).joined(separator: ", ") }

  @Test func namesTheNearestScheme() {
    #expect(
      complaint("opnb:x.csv")
        == "trace opnb:x.csv: scheme: found \"opnb\" (nearest: openb), expected one of \(Self.names)")
    #expect(
      complaint("/a/b.csv") == "trace /a/b.csv: scheme: found \"/a/b.csv\", expected one of \(Self.names)")
  }

  @Test func namesTheNearestKey() {
    #expect(
      complaint("openb:x.csv?spedup=2")
        == "trace openb:x.csv?spedup=2: key spedup: found no such key (nearest: speedup), "
        + "expected one of mode, nodes, speedup")
  }

  @Test func wantsAPathWhereOneIsNeeded() {
    #expect(
      complaint("openb?mode=timeline")
        == "trace openb?mode=timeline: path: found none, expected a pods_VARIANT.csv, "
        + "as in openb:data/openb/pods_default.csv")
  }

  @Test func takesInSchemesFromOutside() throws {
    let scheme = TraceScheme(
      name: "log", summary: "a log", path: .needed("a log"), parameters: [], example: "log:muster.db",
      source: "",
      licence: ""
    ) { Empty(spec: $0.text) }
    let catalogue = TraceCatalogue(adding: [scheme])
    #expect(try catalogue.open("log:x.db").spec == "log:x.db")
    let error = #expect(throws: TraceSpecError.self) { try catalogue.open("log:x.db?a=1") }
    #expect(
      error?.description == "trace log:x.db?a=1: key a: found no such key, expected none: log has no keys")
    #expect(catalogue.schemes.last?.name == "log")
  }

  @Test func aSchemeFromOutsideTakesTheNamesake() throws {
    let scheme = TraceScheme(
      name: "openb", summary: "mine", path: .none, parameters: [], example: "openb", source: "", licence: ""
    ) { Empty(spec: $0.text) }
    let catalogue = TraceCatalogue(adding: [scheme])
    #expect(catalogue.schemes.filter { $0.name == "openb" }.map(\.summary) == ["mine"])
    #expect(try catalogue.open("openb").spec == "openb")
  }

  @Test func everySchemeSaysWhatItIs() throws {
    let schemes = TraceCatalogue().schemes
    #expect(Set(schemes.map(\.name)).count == schemes.count)
    for scheme in schemes {
      for text in [scheme.name, scheme.summary, scheme.example, scheme.source, scheme.licence] {
        #expect(!text.isEmpty && !text.contains("\n"), "\(scheme.name)")
      }
      let example = try TraceSpec(scheme.example)
      #expect(example.scheme == scheme.name)
      #expect(Set(example.pairs.map(\.key)).isSubset(of: scheme.parameters.map(\.name)))
      #expect(Set(scheme.parameters.map(\.name)).count == scheme.parameters.count)
      for parameter in scheme.parameters {
        for text in [parameter.name, parameter.type, parameter.fallback, parameter.range, parameter.meaning] {
          #expect(!text.isEmpty && !text.contains("\n"), "\(scheme.name) \(parameter.name)")
        }
      }
    }
  }

  private struct Empty: Trace {
    let spec: String
    var summary: String { "nothing" }
    func workload(seed: UInt64) -> Workload { Workload(world: EndlessWorld()) }
  }
}
