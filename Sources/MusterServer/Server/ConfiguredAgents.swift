import MusterCore
import MusterPolicy

/// The agents of the configuration, put into the pool at the start.
struct ConfiguredAgents: Sendable {
  var fleet = Fleet()
  var drivers: [(AgentID, any AgentDriver)] = []
}

extension Session {
  /// Ends what a crash left of callers' work: their connections are gone. What their leases had reserved may have
  /// been spent, and counts as spent.
  mutating func endOrphans() throws {
    let tasks = state.orchestrator.engine.tasks
    for row in tasks.occupiedRows where tasks.specs[row].payload == Shell.callerPayload {
      let record = tasks.records[row]
      if record.status.isEnded { continue }
      if record.status.holdsLease {
        _ = try report(
          WorkResult(
            succeeded: false, retryable: false, cost: record.reserve,
            failure: "the server stopped while its caller waited"), lease: record.lease,
          task: tasks.specs[row].id)
      } else {
        try handle(.cancel(tasks.specs[row].id))
      }
    }
  }

  /// Gives kinds of task that are not known yet the numbers that they have in what the policy begins with. Throws
  /// where that was learned of agents or kinds that have other numbers here.
  mutating func take(namesOf learned: LearnedState?) throws {
    guard let learned else { return }
    for kind in learned.kinds { _ = try intern(kind, in: .kind) }
    do {
      try learned.check(
        agents: { state.annex.agentIDs[$0] },
        kinds: { state.orchestrator.engine.vocabulary.index(of: $0, in: .kind) })
    } catch { throw ServerFailure("learned: \(error)") }
  }

  /// Takes the agents of earlier configurations out of the pool; their work goes back to the queue.
  mutating func dismissConfigured() throws {
    for (id, kind) in state.annex.drivers.sorted(by: { $0.key < $1.key }) where kind == .configured {
      guard let row = state.orchestrator.engine.pool.row(of: id),
        state.orchestrator.engine.pool.status[row] != .left
      else { continue }
      try handle(.leave(id))
    }
  }

  /// Sets the terms of the tenants of the configuration.
  mutating func set(_ tenants: [TenantSettings]) throws {
    for tenant in tenants {
      let id = TenantID(try intern(tenant.name, in: .tenant))
      let terms = Tenant(
        id: id, weight: tenant.weight, budget: tenant.budget ?? Task.unlimited, floor: Int32(tenant.floor))
      let row = Int(id.rawValue)
      if row < state.orchestrator.engine.tenants.count, state.orchestrator.engine.tenants.terms[row] == terms
      {
        continue
      }
      try handle(.setTenant(terms))
    }
  }

  /// Puts the endpoints into the pool.
  mutating func join(_ endpoints: [EndpointSettings], _ directory: ModelDirectory) throws -> [Endpoint] {
    try endpoints.map { endpoint in
      var draft = AgentDraft(name: endpoint.name)
      draft.role = endpoint.role
      draft.skills = endpoint.skills
      draft.concurrency = Int32(endpoint.limits.concurrency)
      draft.price = endpoint.price.enginePrice
      draft.speed = endpoint.speed
      draft.budget = endpoint.budget ?? Task.unlimited
      let own =
        [AgentSkill.openAI] + endpoint.callableModels.map(AgentSkill.model)
        + endpoint.pools.map(AgentSkill.pool)
        + directory.contextSkills(limit: endpoint.limits.context)
      let (id, _) = try register(draft, driver: .configured, ownSkills: own)
      return Endpoint(endpoint, agent: id, now: now)
    }
  }

  /// Puts the programs of this machine into the pool.
  mutating func join(_ processes: [ProcessSettings]) throws -> [AgentID] {
    try processes.map { settings in
      var draft = AgentDraft(name: settings.name)
      draft.skills = settings.skills
      draft.concurrency = Int32(settings.concurrency)
      let own = [AgentSkill.work] + settings.pools.map(AgentSkill.pool)
      return try register(draft, driver: .configured, ownSkills: own).id
    }
  }

  /// Puts the simulated agents into the pool: they take tasks and OpenAI requests alike.
  mutating func join(
    _ simulated: [SimulatedSettings], _ directory: ModelDirectory
  ) throws -> [(id: AgentID, name: String, settings: SimulatedSettings)] {
    try simulated.flatMap { settings in
      try (1...settings.count).map { number in
        var draft = AgentDraft(name: settings.count == 1 ? settings.name : "\(settings.name)-\(number)")
        draft.skills = settings.skills
        draft.concurrency = Int32(settings.concurrency)
        draft.price = Price(perTask: settings.price)
        draft.speed = settings.speed
        let own =
          [AgentSkill.work, AgentSkill.openAI, AgentSkill.model(settings.name)]
          + settings.pools.map(AgentSkill.pool) + directory.contextSkills(limit: nil)
        let (id, _) = try register(draft, driver: .configured, ownSkills: own)
        return (id, draft.name, settings)
      }
    }
  }
}
