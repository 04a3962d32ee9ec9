import Hummingbird
import MusterWire

/// `/api/v1/policy`: what decides, and how a roll-out and a shadow stand. Needs the scope observe.
struct PolicyRoutes: Sendable {
  let parts: Parts

  func add(to group: RouterGroup<MusterContext>) {
    group.get("policy") { _, context in
      try context.identity.require(.observe)
      let view = try await parts.shell.read { session in
        PolicyView(session.state.orchestrator.policy, weighs: true)
      }
      return Response.json { text in view.write(to: &text) }
    }
  }
}
