import Foundation
import HTTPTypes
import Testing

@testable import MusterServer

@Suite("The description of the API") struct OpenAPITests {
  private static var document: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(OpenAPIDocument.text.utf8))) as? [String: Any] ?? [:]
  }

  /// All values under the name, at any depth.
  private static func values(of name: String, in value: Any) -> [Any] {
    switch value {
    case let object as [String: Any]:
      object.flatMap { key, value in (key == name ? [value] : []) + values(of: name, in: value) }
    case let array as [Any]: array.flatMap { values(of: name, in: $0) }
    default: []
    }
  }

  private static func at(_ reference: String) -> Any? {
    guard reference.hasPrefix("#/") else { return nil }
    return reference.dropFirst(2).split(separator: "/").reduce(document as Any?) { value, name in
      (value as? [String: Any])?[String(name)]
    }
  }

  @Test("It is an OpenAPI 3.1 document") func parses() {
    #expect(Self.document["openapi"] as? String == "3.1.0")
    #expect((Self.document["paths"] as? [String: Any])?.count ?? 0 > 25)
  }

  @Test("Every reference leads somewhere, and every component is referred to") func references() throws {
    let references = Set(Self.values(of: "$ref", in: Self.document).compactMap { $0 as? String })
    for reference in references { #expect(Self.at(reference) != nil, "\(reference)") }
    let components = try #require(Self.document["components"] as? [String: Any])
    for part in ["schemas", "responses", "parameters"] {
      for name in try #require(components[part] as? [String: Any]).keys
      where !["TaskEvent", "Refused402", "Refused405", "Refused502", "Refused504"].contains(name) {
        #expect(references.contains("#/components/\(part)/\(name)"), "\(name)")
      }
    }
  }

  @Test("Its codes are the codes of the API") func codes() {
    let codes = Self.at("#/components/schemas/Problem/properties/code/enum") as? [String]
    #expect(codes == APIFailure.Code.allCases.map(\.rawValue))
  }

  @Test("Objects of requests are closed, and operations have names of their own") func closed() throws {
    let names = Self.values(of: "operationId", in: Self.document).compactMap { $0 as? String }
    #expect(Set(names).count == names.count)
    for name in [
      "TaskDraft", "AgentDraft", "Report", "LeaseRequest", "TenantDraft", "KeyDraft", "Retry", "Feedback",
    ] {
      #expect(Self.at("#/components/schemas/\(name)/additionalProperties") as? Bool == false, "\(name)")
    }
  }

  @Test("It has the routes of the server and no others") func routes() async throws {
    try await Activated.run { server in
      let paths = try #require(Self.document["paths"] as? [String: [String: Any]])
      let methods = ["get", "put", "post", "delete"]
      let described = paths.flatMap { path, item in
        methods.filter { item[$0] != nil }.map { "\($0.uppercased()) \(path)" }
      }
      let face = OpenAIFace(
        parts: server.activation.parts, directory: ModelDirectory(Settings(), createdAt: 0), fleet: Fleet(),
        upstream: Upstream(client: server.edge.client),
        ward: HealthWard(HealthMonitor.Rules(), shell: server.activation.shell, logger: server.edge.logger))
      let router = Routes(parts: server.activation.parts, face: face, edge: server.edge).router()
      let registered = router.routes.map { route in
        "\(route.method.rawValue) \(route.path.description)"
      }
      #expect(Set(described) == Set(registered))
      let served = try await server.call(.get, "/api/v1/openapi.json")
      #expect(served.status == 200 && served.body == OpenAPIDocument.text)
    }
  }
}
