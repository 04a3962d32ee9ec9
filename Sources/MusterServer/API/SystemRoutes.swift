import HTTPTypes
import Hummingbird
import MusterWire

/// Whether the server lives and whether it takes work: open to everybody.
struct SystemRoutes: Sendable {
  let parts: Parts

  func add(to router: Router<MusterContext>) {
    router.get("healthz") { _, _ in Self.status(.ok, "ok") }
    router.get("readyz") { _, _ in
      if let problem = await parts.shell.problem {
        parts.logger.debug("not ready", metadata: ["reason": "\(problem)"])
        return Self.status(.serviceUnavailable, "log_unavailable")
      }
      return Self.status(.ok, "ready")
    }
  }

  static func status(_ status: HTTPResponse.Status, _ text: String) -> Response {
    Response.json(status) { json in json.object { json in json.member("status", text) } }
  }
}
