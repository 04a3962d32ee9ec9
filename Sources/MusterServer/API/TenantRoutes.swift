import Hummingbird
import MusterCore
import MusterWire

/// `/api/v1/tenants`: weights, floors and budgets, and what was spent.
struct TenantRoutes: Sendable {
  let parts: Parts

  func add(to group: RouterGroup<MusterContext>) {
    group.get("tenants", use: list)
    group.get("tenants/:name", use: get)
    group.put("tenants/:name", use: put)
  }

  private struct View: Sendable {
    var name: String
    var terms: Tenant
    var spent: Int64
    var reserved: Int64

    init(_ index: Int, _ name: String, in session: Session) {
      let tenants = session.state.orchestrator.engine.tenants
      self.name = name
      // A tenant that has submitted nothing yet has no row.
      terms = index < tenants.count ? tenants.terms[index] : Tenant(id: TenantID(UInt32(index)))
      spent = index < tenants.count ? tenants.spent[index] : 0
      reserved = index < tenants.count ? tenants.reserved[index] : 0
    }

    func write(to text: inout JSONText) {
      text.object { text in
        text.member("name", name)
        text.real("weight", terms.weight)
        text.member("floor", terms.floor)
        text.dollars("spent_usd", spent)
        text.dollars("reserved_usd", reserved)
        if terms.budget != Task.unlimited {
          text.dollars("budget_usd", terms.budget)
          text.dollars("left_usd", terms.budget - spent - reserved)
        }
      }
    }
  }

  @Sendable private func list(_ request: Request, _ context: MusterContext) async throws -> Response {
    let identity = context.identity
    try identity.require([.tasks, .observe])
    let views = try await parts.shell.read { session in
      session.state.orchestrator.engine.vocabulary.names(in: .tenant).enumerated()
        .filter { identity.maySee(tenant: $0.element) }.map { View($0.offset, $0.element, in: session) }
    }
    return Response.json { text in
      text.object { text in
        text.name("tenants")
        text.array { text in for view in views { view.write(to: &text) } }
      }
    }
  }

  @Sendable private func get(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require([.tasks, .observe])
    let name = try context.label("name")
    let view = try await parts.shell.read { session in
      session.state.orchestrator.engine.vocabulary.index(of: name, in: .tenant)
        .map { View(Int($0), name, in: session) }
    }
    guard let view, context.identity.maySee(tenant: name) else {
      throw APIFailure(.notFound, "there is no tenant \"\(name)\"")
    }
    return Response.json { text in view.write(to: &text) }
  }

  @Sendable private func put(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.admin)
    let name = try context.label("name")
    var fields = try JSONFields(try await request.jsonBody(limit: parts.bodyLimit))
    let weight = fields.number("weight", in: 1e-6...1e6)
    let floor = fields.integer("floor", in: 0...1_000_000)
    let budget = fields.dollars("budget_usd")
    try fields.check()
    let view = try await parts.shell.perform { session -> View in
      let index = try session.intern(name, in: .tenant)
      try session.handle(
        .setTenant(
          Tenant(
            id: TenantID(index), weight: weight ?? 1, budget: budget ?? Task.unlimited,
            floor: Int32(floor ?? 0))))
      return View(Int(index), name, in: session)
    }
    return Response.json { text in view.write(to: &text) }
  }
}
