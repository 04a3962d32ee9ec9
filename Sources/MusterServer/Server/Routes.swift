import Hummingbird

/// All routes of the server.
struct Routes: Sendable {
  let parts: Parts
  let face: OpenAIFace
  let edge: Edge

  func responder() -> RouterResponder<MusterContext> {
    let router = Router(context: MusterContext.self)
    router.add(middleware: ErrorMiddleware())
    SystemRoutes(parts: parts).add(to: router)
    let guarded = router.group()
      .add(middleware: TraceMiddleware())
      .add(middleware: AuthMiddleware(keys: edge.keys, isRequired: edge.requiresAuth))
    if let limiter = edge.limiter { guarded.add(middleware: RateMiddleware(limiter: limiter)) }
    face.add(to: guarded.group("v1"))
    let api = guarded.group("api/v1")
    TaskRoutes(parts: parts).add(to: api)
    AgentRoutes(parts: parts).add(to: api)
    LeaseRoutes(parts: parts).add(to: api)
    TenantRoutes(parts: parts).add(to: api)
    KeyRoutes(parts: parts).add(to: api)
    return router.buildResponder()
  }
}
