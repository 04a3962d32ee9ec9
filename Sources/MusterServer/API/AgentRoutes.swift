import HTTPTypes
import Hummingbird
import MusterCore
import MusterWire

/// `/api/v1/agents`: register, change, look, drain, remove.
struct AgentRoutes: Sendable {
  let parts: Parts

  func add(to group: RouterGroup<MusterContext>) {
    group.put("agents/:name", use: put)
    group.get("agents", use: list)
    group.get("agents/:name", use: get)
    group.post("agents/:name/drain", use: drain)
    group.post("agents/:name/heartbeat", use: heartbeat)
    group.delete("agents/:name", use: remove)
  }

  @Sendable private func put(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.agents)
    let draft = try AgentDraft(
      try await request.jsonBody(limit: parts.bodyLimit), name: try context.label("name"))
    let (isNew, view) = try await parts.shell.perform { session -> (Bool, AgentView?) in
      let (id, isNew) = try session.register(draft, driver: .pull, ownSkills: [AgentSkill.work])
      return (
        isNew, session.state.orchestrator.engine.pool.row(of: id).map { AgentView(row: $0, in: session) }
      )
    }
    return Response.json(isNew ? .created : .ok) { text in view?.write(to: &text) }
  }

  @Sendable private func list(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require([.agents, .observe, .tasks])
    let views = try await parts.shell.read { session in
      let pool = session.state.orchestrator.engine.pool
      return (0..<pool.count).filter { pool.status[$0] != .left }.map { AgentView(row: $0, in: session) }
    }
    return Response.json { text in
      text.object { text in
        text.name("agents")
        text.array { text in for view in views { view.write(to: &text) } }
      }
    }
  }

  @Sendable private func get(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require([.agents, .observe, .tasks])
    let name = try context.label("name")
    return try await answer { session in try session.agent(named: name) }
  }

  @Sendable private func drain(_ request: Request, _ context: MusterContext) async throws -> Response {
    try await change(context) { session, id in try session.handle(.drain(id)) }
  }

  @Sendable private func heartbeat(_ request: Request, _ context: MusterContext) async throws -> Response {
    try await change(context) { session, id in try session.handle(.heartbeat(id)) }
  }

  @Sendable private func remove(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.agents)
    let name = try context.label("name")
    try await parts.shell.perform { session in try session.handle(.leave(try session.agent(named: name))) }
    return Response(status: .noContent)
  }

  private func change(
    _ context: MusterContext, _ body: @escaping @Sendable (inout Session, AgentID) throws -> Void
  ) async throws -> Response {
    try context.identity.require(.agents)
    let name = try context.label("name")
    return try await answer { session in
      let id = try session.agent(named: name)
      try body(&session, id)
      return id
    }
  }

  private func answer(
    _ body: @escaping @Sendable (inout Session) throws -> AgentID
  ) async throws -> Response {
    let view = try await parts.shell.perform { session -> AgentView? in
      let id = try body(&session)
      return session.state.orchestrator.engine.pool.row(of: id).map { AgentView(row: $0, in: session) }
    }
    return Response.json { text in view?.write(to: &text) }
  }
}
