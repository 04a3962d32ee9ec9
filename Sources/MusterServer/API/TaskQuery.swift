import Hummingbird
import MusterCore

/// Which tasks a list asks for. Pages go from the newest submission to the oldest.
struct TaskQuery: Sendable {
  var status: TaskStatus?
  var tenant: String?
  var kind: String?
  var limit = 100
  /// Only tasks submitted before the one with this number of submission.
  var before: UInt64?

  struct Page: Sendable {
    var tasks: [TaskView]
    var cursor: String?
  }

  init(_ request: Request, _ identity: Identity) throws {
    let parameters = request.uri.queryParameters
    if let text = parameters["status"] {
      guard let status = TaskStatus.allCases.first(where: { "\($0)".snakeCase == text }) else {
        let known = TaskStatus.allCases.map { "\($0)".snakeCase }.joined(separator: ", ")
        throw APIFailure(.invalidParameter, "status: found \"\(text.prefix(40))\", expected one of \(known)")
      }
      self.status = status
    }
    kind = parameters["kind"].map(String.init)
    limit = try request.integer("limit", in: 1...1000) ?? limit
    if let text = parameters["cursor"] {
      guard let number = IDText.number(text) else {
        throw APIFailure(
          .invalidParameter, "cursor: found \"\(text.prefix(40))\", expected next_cursor of a page")
      }
      before = number
    }
    tenant = parameters["tenant"].map(String.init)
    if !identity.isAdmin, !identity.scopes.contains(.observe) {
      if let tenant, tenant != identity.tenant {
        throw APIFailure(.forbidden, "tenant: the key is of tenant \(identity.tenant)")
      }
      tenant = identity.tenant
    }
  }

  /// O(tasks looked at): those of the page, and those that the filters leave out.
  func run(in session: Session) -> Page {
    let engine = session.state.orchestrator.engine
    let vocabulary = engine.vocabulary
    let tenantIndex = tenant.map { vocabulary.index(of: $0, in: .tenant) }
    let kindIndex = kind.map { vocabulary.index(of: $0, in: .kind) }
    let rows = engine.tasks.rows(before: before ?? .max, limit: limit + 1) { row in
      if let status, engine.tasks.records[row].status != status { return false }
      if let tenantIndex, tenantIndex != engine.tasks.specs[row].tenant.rawValue { return false }
      if let kindIndex, kindIndex != engine.tasks.specs[row].kind.rawValue { return false }
      return true
    }
    let page = rows.prefix(limit)
    return Page(
      tasks: page.map { TaskView(row: $0, engine, session.state.annex) },
      cursor: rows.count > limit ? page.last.map { "\(engine.tasks.records[$0].submission)" } : nil)
  }
}
