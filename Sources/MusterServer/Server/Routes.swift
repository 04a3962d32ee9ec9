import Hummingbird

/// All routes of the server.
struct Routes: Sendable {
  let parts: Parts
  let face: OpenAIFace
  let edge: Edge
  /// Whether `/metrics` answers.
  var hasMetrics = true

  func responder() -> RouterResponder<MusterContext> { router().buildResponder() }

  func router() -> Router<MusterContext> {
    let router = Router(context: MusterContext.self)
    let table = RouteTable()
    router.add(middleware: RequestMetrics(metrics: edge.metrics))
    router.add(middleware: ErrorMiddleware())
    router.add(middleware: MethodMiddleware(table: table))
    SystemRoutes(parts: parts).add(to: router)
    let guarded = router.group()
      .add(middleware: TraceMiddleware())
      .add(middleware: AuthMiddleware(keys: edge.keys, isRequired: edge.requiresAuth))
    if let limiter = edge.limiter { guarded.add(middleware: RateMiddleware(limiter: limiter)) }
    if hasMetrics {
      MetricsRoutes(parts: parts, registry: edge.metrics, counters: edge.counters).add(to: guarded)
    }
    face.add(to: guarded.group("v1"))
    let api = guarded.group("api/v1")
    TaskRoutes(parts: parts).add(to: api)
    AgentRoutes(parts: parts).add(to: api)
    LeaseRoutes(parts: parts).add(to: api)
    TenantRoutes(parts: parts).add(to: api)
    KeyRoutes(parts: parts).add(to: api)
    PolicyRoutes(parts: parts).add(to: api)
    OpenAPIRoutes().add(to: router)
    table.fill(from: router)
    return router
  }
}
