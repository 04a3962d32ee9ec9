import MusterCore

/// An agent as it was registered, before its names are numbers.
struct AgentDraft: Sendable {
  var name: String
  var role = "default"
  var skills: [String] = []
  var resources: [(name: String, amount: Int64)] = []
  var deviceCount: Int64 = 0
  var deviceModel: String?
  var concurrency: Int32 = 1
  var price = Price.free
  var speed = 1.0
  var budget = Task.unlimited
  var features: [Float] = []
  /// In how long it will leave, if it says so.
  var leavesIn: Nanoseconds?

  init(name: String) { self.name = name }

  init(_ bytes: [UInt8], name: String) throws {
    self.name = name
    var fields = try JSONFields(bytes)
    role = fields.label("role") ?? role
    skills = fields.strings("skills") ?? []
    for (index, skill) in skills.enumerated() where skill.hasPrefix("@") {
      fields.problem("skills/\(index)", "names that begin with @ are the server's own")
    }
    if var capacity = fields.object("capacity") {
      for name in capacity.allNames() {
        guard let amount = capacity.integer(name, in: 0...(1 << 40)) else { continue }
        resources.append((name, amount))
      }
      fields.absorb(capacity)
    }
    if var devices = fields.object("devices") {
      deviceCount = devices.integer("count", in: 0...Int64(Devices.limit)) ?? 0
      deviceModel = devices.label("model")
      fields.absorb(devices)
    }
    concurrency = Int32(fields.integer("concurrency", in: 1...1_000_000) ?? 1)
    if var price = fields.object("price") {
      self.price.perTask = price.dollars("per_task_usd") ?? 0
      self.price.perSecond = price.dollars("per_second_usd") ?? 0
      self.price.perMillionInputTokens = price.dollars("per_million_input_tokens_usd") ?? 0
      self.price.perMillionOutputTokens = price.dollars("per_million_output_tokens_usd") ?? 0
      fields.absorb(price)
    }
    speed = fields.number("speed", in: 1e-6...1e6) ?? 1
    budget = fields.dollars("budget_usd") ?? budget
    features = (fields.numbers("features") ?? []).map(Float.init)
    leavesIn = fields.duration("leaves_in")
    try fields.check()
  }
}

extension Session {
  /// Registers an agent, or changes what it offers; it keeps its number when it comes back.
  /// - Returns: its number, and whether it was not in the pool.
  mutating func register(
    _ draft: AgentDraft, driver: AgentDriverKind, ownSkills: [String]
  ) throws -> (id: AgentID, isNew: Bool) {
    let known = state.annex.agentIDs[draft.name]
    if let known, state.annex.drivers[known] ?? .pull != driver {
      throw APIFailure(.forbidden, "agent \(draft.name) is one of the server's own configuration")
    }
    let id = known ?? state.annex.nextAgent
    var agent = Agent(id: id, name: draft.name, role: RoleID(try intern(draft.role, in: .role)))
    var indices: [Int] = []
    for skill in draft.skills + ownSkills { indices.append(Int(try intern(skill, in: .skill))) }
    agent.skills = SkillSet(indices)
    for (name, amount) in draft.resources {
      agent.capacity[Int(try intern(TaskDraft.lane(name), in: .resource))] = amount
    }
    agent.deviceCount = UInt8(draft.deviceCount)
    if let model = draft.deviceModel { agent.deviceModel = UInt8(try intern(model, in: .deviceModel)) }
    agent.concurrency = draft.concurrency
    agent.price = draft.price
    agent.speed = draft.speed
    agent.budget = draft.budget
    agent.features = draft.features
    if let leavesIn = draft.leavesIn { agent.leavesAt = now + leavesIn }
    agent.isWatched = driver == .pull
    let status = state.orchestrator.engine.pool.row(of: id).map { state.orchestrator.engine.pool.status[$0] }
    try handle(.join(agent))
    if known == nil {
      try handle(.note(subject: id.rawValue, tag: NoteTag.agentDriver.rawValue, bytes: [driver.rawValue]))
    }
    return (id, status == nil || status == .left)
  }

  /// The number of an agent that is in the pool.
  func agent(named name: String) throws -> AgentID {
    guard let id = state.annex.agentIDs[name],
      let row = state.orchestrator.engine.pool.row(of: id),
      state.orchestrator.engine.pool.status[row] != .left
    else { throw APIFailure(.notFound, "there is no agent \"\(name)\" in the pool") }
    return id
  }
}
