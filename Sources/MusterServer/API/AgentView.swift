import MusterCore
import MusterWire

/// What the API tells of an agent.
struct AgentView: Sendable {
  let agent: Agent
  let status: AgentStatus
  let inFlight: Int32
  let allowance: Int32
  let spent: Int64
  let reserved: Int64
  let lastSeen: Instant
  let role: String
  let skills: [String]
  let resources: [(String, Int64)]
  let driver: AgentDriverKind

  init(row: Int, in session: Session) {
    let engine = session.state.orchestrator.engine
    agent = engine.pool.agents[row]
    status = engine.pool.status[row]
    inFlight = engine.pool.inFlight[row]
    allowance = engine.pool.allowance[row]
    spent = engine.pool.spent[row]
    reserved = engine.pool.reserved[row]
    lastSeen = engine.pool.lastSeen[row]
    role = engine.vocabulary.name(agent.role.rawValue, in: .role) ?? ""
    let agent = agent
    skills = engine.vocabulary.names(in: .skill).enumerated()
      .filter { agent.skills.contains($0.offset) }.map(\.element)
    resources = engine.vocabulary.names(in: .resource).enumerated()
      .filter { agent.capacity[$0.offset] != 0 }.map { ($0.element, agent.capacity[$0.offset]) }
    driver = session.state.annex.drivers[agent.id] ?? .pull
  }

  func write(to text: inout JSONText) {
    text.object { text in
      text.member("name", agent.name)
      text.member("status", allowance == 0 && status == .active ? "quarantined" : "\(status)")
      text.member("driver", "\(driver)")
      text.member("role", role)
      text.name("skills")
      text.array { text in for skill in skills where !skill.hasPrefix("@") { text.string(skill) } }
      text.name("models")
      text.array { text in
        for skill in skills where skill.hasPrefix("@model:") { text.string(String(skill.dropFirst(7))) }
      }
      text.name("capacity")
      text.object { text in for (name, amount) in resources { text.member(TaskDraft.field(name), amount) } }
      text.member("concurrency", agent.concurrency)
      if allowance != .max { text.member("allowance", allowance) }
      text.member("in_flight", inFlight)
      text.real("speed", agent.speed)
      text.name("price")
      text.object { text in
        text.dollars("per_task_usd", agent.price.perTask)
        text.dollars("per_second_usd", agent.price.perSecond)
        text.dollars("per_million_input_tokens_usd", agent.price.perMillionInputTokens)
        text.dollars("per_million_output_tokens_usd", agent.price.perMillionOutputTokens)
      }
      text.dollars("spent_usd", spent)
      text.dollars("reserved_usd", reserved)
      if agent.budget != Task.unlimited { text.dollars("budget_usd", agent.budget) }
      if agent.leavesAt != .never { text.member("leaves_at", agent.leavesAt.rfc3339) }
      text.member("last_seen", lastSeen.rfc3339)
    }
  }
}
