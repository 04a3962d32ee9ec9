import Foundation
import MusterCore
import Testing

@testable import MusterServer

@Suite("A new policy beside the old one", .timeLimit(.minutes(5))) struct PolicyTests {
  private static let cheapest = "feasible | cheapest | best"
  private static let dearest = "feasible | cheapest(weight: -1) | best"

  /// The cheap agent does every task well, the dear one badly.
  private func work(_ server: Activated, tasks: Int) async throws -> [AgentID] {
    let shell = server.activation.shell
    try await shell.perform { session in
      for id in [101, 102] as [UInt64]
      where session.state.orchestrator.engine.pool.row(of: AgentID(id)) == nil {
        try session.handle(.join(Agent(id: AgentID(id), price: Price(perTask: Int64(id)))))
      }
    }
    var agents: [AgentID] = []
    for _ in 0..<tasks {
      let id = try await shell.perform { session in
        let id = TaskID(session.nextTask)
        try session.handle(.submit(MusterCore.Task(id: id)))
        return id
      }
      agents.append(
        try await shell.perform { session in
          let engine = session.state.orchestrator.engine
          let row = try #require(engine.tasks.row(of: id))
          let record = engine.tasks.records[row]
          let agent = engine.pool.agents[Int(record.agent)].id
          try session.handle(
            .report(
              Report(
                lease: record.lease, task: id, succeeded: true, reward: agent == AgentID(101) ? 0.9 : 0.1)))
          return agent
        })
    }
    return agents
  }

  private func policy(_ server: Activated) async throws -> [String: Any] {
    let answer = try await server.call(.get, "/api/v1/policy")
    #expect(answer.status == 200)
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
  }

  /// The cheap agent does well, but what counts is the other way round.
  @Test func whatCountsIsDeclared() async throws {
    try await Activated.run {
      $0.policy = "feasible | fit-to-kind(prior: 2) | best"
      $0.reward = "{worth: 1 - reward, speed: -seconds/1000} by weights(worth: 1, speed: 0.5)"
    } _: { server in
      let agents = try await work(server, tasks: 40)
      #expect(agents.suffix(20).allSatisfy { $0 == AgentID(102) })
      let view = try await policy(server)
      #expect(view["policy"] as? String == "feasible | fit-to-kind(prior: 2) | best")
      #expect((view["reward"] as? String)?.hasPrefix("{worth: 1 - reward") == true)
      #expect(view["reward_weights"] as? [String: Double] == ["worth": 1, "speed": 0.5])
    }
  }

  @Test func aWorseOneIsTakenBack() async throws {
    try await Activated.run {
      $0.policy = Self.cheapest
      $0.rollout.policy = Self.dearest
      $0.rollout.share = 0.5
    } _: { server in
      _ = try await work(server, tasks: 20)
      var rollout = try #require(try await policy(server)["rollout"] as? [String: Any])
      #expect(rollout["state"] as? String == "running")
      #expect((rollout["new"] as? [String: Any])?["mean"] as? Double == 0.1)
      let tried = try await work(server, tasks: 280)
      #expect(tried.contains(AgentID(102)))
      rollout = try #require(try await policy(server)["rollout"] as? [String: Any])
      #expect(rollout["state"] as? String == "returned")
      let after = try await work(server, tasks: 30)
      #expect(after.allSatisfy { $0 == AgentID(101) })
      let metrics = try await server.call(.get, "/metrics").body
      #expect(metrics.contains("muster_rollout_state{state=\"returned\"} 1"))
    }
  }

  @Test func aShadowIsComparedAndNeverObeyed() async throws {
    try await Activated.run {
      $0.policy = "feasible | random | best"
      $0.shadow = Self.cheapest
    } _: { server in
      let agents = try await work(server, tasks: 200)
      #expect(Set(agents).count == 2)
      let shadow = try #require(try await policy(server)["shadow"] as? [String: Any])
      #expect(shadow["decisions"] as? Int == 200)
      // It would always have taken the cheap agent, which brings .9; the random policy brings .5.
      let agreement = try #require(shadow["agreement"] as? Double)
      #expect(abs(agreement - 0.5) < 0.15)
      let estimate = try #require((shadow["self_normalised"] as? [String: Any])?["mean"] as? Double)
      #expect(abs(estimate - 0.9) < 1e-9)
    }
  }

  @Test func termsWithoutAPolicyAreAMistake() throws {
    #expect(throws: SettingsError.self) {
      try Settings.load(file: nil, overrides: ["rollout.share": "0.2"])
    }
    let settings = try Settings.load(
      file: nil, overrides: ["rollout.share": "0.2", "rollout.policy": Self.cheapest])
    #expect(settings.rollout.share == 0.2)
  }
}
