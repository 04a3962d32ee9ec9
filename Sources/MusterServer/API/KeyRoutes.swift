import Hummingbird
import MusterCore
import MusterWire

/// `/api/v1/keys`: make, list and revoke API keys. A key is told once, when it is made.
struct KeyRoutes: Sendable {
  let parts: Parts

  func add(to group: RouterGroup<MusterContext>) {
    group.post("keys", use: create)
    group.get("keys", use: list)
    group.delete("keys/:id", use: revoke)
  }

  @Sendable private func create(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.admin)
    var fields = try JSONFields(try await request.jsonBody(limit: parts.bodyLimit))
    let name = fields.label("name") ?? "key"
    let tenant = fields.label("tenant") ?? "default"
    var scopes = Scopes()
    for (index, text) in (fields.strings("scopes") ?? ["tasks"]).enumerated() {
      guard let scope = Scopes.names.first(where: { $0.name == text }) else {
        fields.problem(
          "scopes/\(index)", "expected one of \(Scopes.names.map(\.name).joined(separator: ", "))")
        continue
      }
      scopes.insert(scope.scope)
    }
    try fields.check()
    let granted = scopes
    let secret = KeySecret.make()
    let key = try await parts.shell.perform { session in
      try session.addKey(secret, name: name, tenant: tenant, scopes: granted)
    }
    return Response.json(.created) { text in
      text.object { text in
        write(key, tenant: tenant, to: &text)
        text.member("key", secret.text)
      }
    }
  }

  @Sendable private func list(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.admin)
    let keys = try await parts.shell.read { session in
      session.state.annex.keys.values.sorted { $0.id < $1.id }.map { ($0, session.name($0.tenant)) }
    }
    return Response.json { text in
      text.object { text in
        text.name("keys")
        text.array { text in
          for (key, tenant) in keys { text.object { text in write(key, tenant: tenant, to: &text) } }
        }
      }
    }
  }

  @Sendable private func revoke(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.admin)
    let id = try context.number("id", of: "key")
    try await parts.shell.perform { session in
      guard session.state.annex.keys[id] != nil else { throw APIFailure(.notFound, "there is no key \(id)") }
      try session.handle(.note(subject: id, tag: NoteTag.apiKeyRevoked.rawValue, bytes: []))
    }
    return Response(status: .noContent)
  }

  private func write(_ key: APIKey, tenant: String, to text: inout JSONText) {
    text.member("id", "\(key.id)")
    text.member("name", key.name)
    text.member("tenant", tenant)
    text.name("scopes")
    text.array { text in
      for (name, scope) in Scopes.names where key.scopes.contains(scope) { text.string(name) }
    }
    text.member("created_at", key.createdAt.rfc3339)
    text.member("revoked", key.isRevoked)
  }
}
