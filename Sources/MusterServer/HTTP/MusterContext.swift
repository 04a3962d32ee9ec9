import Hummingbird
import Logging
import MusterCore
import MusterWire
import NIOCore

/// What travels with a request through the server.
public struct MusterContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// The connection that it came over.
  let channel: any Channel
  /// Who asks.
  var identity = Identity.nobody
  /// The caller's trace with a span of ours, if the caller sent one.
  var trace: TraceContext?
  /// As it goes to agents and back.
  var traceparent: String? { trace?.traceparent }

  public init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}

/// Who asks, and what that permits.
public struct Identity: Sendable, Equatable {
  public var tenant: String
  public var scopes: Scopes
  /// Number of the key; nil where none is needed.
  public var key: UInt64?

  /// Before anybody was asked.
  static let nobody = Identity(tenant: "default", scopes: [], key: nil)
  /// Where no keys are asked for.
  static let anybody = Identity(tenant: "default", scopes: [.tasks, .agents, .admin, .observe], key: nil)

  var isAdmin: Bool { scopes.contains(.admin) }

  /// - Throws: `forbidden` when none of the scopes is held. An admin holds all.
  func require(_ scope: Scopes) throws {
    guard isAdmin || !scopes.isDisjoint(with: scope) else {
      let names = Scopes.names.filter { scope.contains($0.scope) }.map(\.name).joined(separator: " or ")
      throw APIFailure(.forbidden, "the key lacks the scope \(names)")
    }
  }
}
