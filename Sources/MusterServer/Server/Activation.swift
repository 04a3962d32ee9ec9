import AsyncHTTPClient
import Hummingbird
import Logging
import MusterCore
import MusterPolicy
import MusterStore

/// A server that has taken up its log's state and leads: the shell with everything around it.
struct Activation: Sendable {
  let shell: Shell
  let parts: Parts
  let responder: RouterResponder<MusterContext>
  private let programs: [ProcessAgent]
  private let verifier: Verifier?
  /// What goes on until it is cancelled: webhooks are told, and our own agents live.
  private let background: [Swift.Task<Void, Never>]

  /// Takes up the state that the log says, wires the agents to it, and puts the routes in front of it.
  static func begin(_ settings: Settings, log: any Log, edge: Edge) async throws -> Activation {
    let logger = edge.logger
    let learned = try settings.readLearned()
    let policy = try settings.makePolicy(learned)
    let (state, isReconfigured) = try await ShellState.recover(
      from: log, configuration: settings.engine.configuration, policy: policy)
    if let reason = state.startedAfresh {
      logger.notice(
        "the policy starts afresh: the log holds what another learned", metadata: ["found": "\(reason)"])
    }
    let hub = EventHub()
    let shell = Shell(
      state, log: log,
      pace: Shell.Pace(
        snapshotEvery: UInt64(settings.log.snapshotEvery), keep: settings.log.keep,
        commitsAtOnce: settings.log.commitsAtOnce), hub: hub,
      logger: logger, counters: edge.counters)
    // The facts from here on are decided under these settings: they have to be in the log first.
    if isReconfigured { await shell.save() }

    var parts = Parts(
      shell: shell, hub: hub, pullDesk: PullDesk(), callers: CallerDesk(), connections: edge.connections,
      logger: logger)
    parts.bodyLimit = settings.server.limits.body
    let (pullDesk, callers) = (parts.pullDesk, parts.callers)
    await shell.setStandardDriver(pullDesk)
    await shell.setCallers(callers)
    await shell.setFencedHandler(edge.onFenced)
    let webhooks = WebhookSender(
      WebhookSender.Terms(settings.webhooks), shell: shell, logger: logger, metrics: edge.metrics)
    let rules = WebhookRules(allowsPrivate: settings.webhooks.allowPrivate, hosts: settings.webhooks.hosts)
    parts.webhookCheck = { try rules.check($0) }
    let tell: @Sendable ([(TaskID, TaskEvent)]) -> Void = { events in
      for (task, event) in events where event.kind.isEnd { callers.ended(task, event.kind) }
      webhooks.tell(events)
    }
    await shell.setEventSink(tell)

    let health = settings.health
    let ward = HealthWard(
      HealthMonitor.Rules(
        threshold: health.cusum.threshold, coolDown: health.coolDown, ramp: health.rampSteps,
        normalFailures: health.cusum.normalFailures), shell: shell, logger: logger, metrics: edge.metrics)
    parts.ward = ward

    let created = state.orchestrator.engine.now.nanoseconds > 0 ? state.orchestrator.engine.now : shell.now
    let directory = ModelDirectory(settings, createdAt: created.nanoseconds / 1_000_000_000)
    let (endpoints, simulated, processes) = try await shell.perform { session in
      try session.endOrphans()
      try session.dismissConfigured()
      try session.set(settings.tenants)
      let joined = (
        try session.join(settings.agentEndpoints, directory), try session.join(settings.simulated, directory),
        try session.join(settings.processes)
      )
      try session.take(namesOf: learned)
      return joined
    }
    var fleet = Fleet()
    let upstream = Upstream(client: edge.client)
    parts.texts = TextReader(settings, policy: policy, upstream: upstream, now: shell.now, logger: logger)
    var verifier: Verifier?
    if !settings.verify.isEmpty {
      edge.metrics.describe("muster_verdicts_total", "Answers judged, by the verdict.")
      // The endpoint that makes embeddings is no agent, but it may be asked.
      let embedder = settings.embedder.map { Endpoint($0, agent: AgentID(0), now: shell.now) }
      let made = Verifier(
        VerifyRules(settings.verify, endpoints: endpoints + [embedder].compactMap(\.self)), shell: shell,
        upstream: upstream,
        ward: ward,
        logger: logger, metrics: edge.metrics)
      await shell.setEventSink { events in
        tell(events)
        made.tell(events)
      }
      verifier = made
    }
    parts.verifier = verifier
    for endpoint in endpoints {
      fleet.members[endpoint.agent] = .endpoint(endpoint)
      await shell.setDriver(
        EndpointAgent(endpoint, upstream: upstream, shell: shell, ward: ward, verifier: verifier),
        for: endpoint.agent)
    }
    for (index, member) in simulated.enumerated() {
      let agent = SimulatedAgent(
        SimulatedAgent.Behaviour(
          meanLatency: .nanoseconds(Int64(Double(member.settings.latency) / member.settings.speed)),
          failureProbability: member.settings.failure, seed: settings.engine.seed &+ UInt64(index)),
        shell: shell, verifier: verifier)
      fleet.members[member.id] = .simulated(
        agent, name: member.name, concurrency: Int32(member.settings.concurrency))
      await shell.setDriver(agent, for: member.id)
    }
    let programs = settings.processes.map {
      ProcessAgent($0, shell: shell, logger: logger, verifier: verifier)
    }
    for (id, program) in zip(processes, programs) { await shell.setDriver(program, for: id) }
    await shell.repeatDispatches()
    let verifyRules = verifier?.rules
    for held in try await shell.perform({ session in try session.takeUpHeld(verifyRules) }) {
      verifier?.start(held.lease, of: held.task, by: held.rule)
    }
    let own = OwnAgents(
      agents: endpoints.map(\.agent) + simulated.map(\.id) + processes, shell: shell,
      suspectAfter: settings.engine.suspectAfter)
    try await firstKey(settings, shell, edge)
    await shell.setKeySink { [keys = edge.keys] all in
      Swift.Task {
        let names = try await shell.read { session in all.map { session.name($0.tenant) } }
        keys.replace(Array(zip(all, names)))
      }
    }
    let names = try await shell.read { session in
      session.state.annex.keys.values.map { ($0, session.name($0.tenant)) }
    }
    edge.keys.replace(names)

    let face = OpenAIFace(
      parts: parts, directory: directory, fleet: fleet, upstream: upstream, ward: ward, metrics: edge.metrics)
    let routes = Routes(parts: parts, face: face, edge: edge, hasMetrics: settings.observability.metrics)
    return Activation(
      shell: shell, parts: parts, responder: routes.responder(), programs: programs, verifier: verifier,
      background: [Swift.Task { await webhooks.run() }, Swift.Task { await own.beat() }])
  }

  /// Makes the first admin key where keys are needed and there is none.
  private static func firstKey(_ settings: Settings, _ shell: Shell, _ edge: Edge) async throws {
    guard settings.requiresAuth else { return }
    let secret = KeySecret.make()
    let isFirst = try await shell.perform { session in
      guard !session.state.annex.keys.values.contains(where: { $0.scopes.contains(.admin) && !$0.isRevoked })
      else { return false }
      _ = try session.addKey(secret, name: "first admin", tenant: "default", scopes: [.admin])
      return true
    }
    guard isFirst else { return }
    if let file = settings.auth.adminKeyFile {
      try PrivateFile.write(secret.text + "\n", to: file)
      edge.say("admin key written to \(file)")
    } else {
      edge.say("admin key \(secret.text) (shown once; keep it)")
    }
  }

  /// Ends it: nobody waits any more, what was handed in is durable, and a snapshot makes the next start fast.
  func end(isLeading: Bool) async {
    parts.pullDesk.close()
    parts.hub.close()
    for program in programs { program.stop() }
    verifier?.stop()
    for task in background { task.cancel() }
    for task in background { await task.value }
    await shell.stop()
    if isLeading { await shell.save() }
  }
}
