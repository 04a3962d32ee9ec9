import HTTPTypes
import Hummingbird
import MusterCore
import Synchronization

/// Holds each tenant to so many requests a second, with a second's worth of burst.
struct RateMiddleware: RouterMiddleware {
  let limiter: RateLimiter

  func handle(
    _ request: Request, context: MusterContext,
    next: (Request, MusterContext) async throws -> Response
  ) async throws -> Response {
    guard limiter.admits(context.identity.tenant) else {
      throw APIFailure(
        .rateLimited, "tenant \"\(context.identity.tenant)\" may send \(limiter.perSecond) requests a second",
        headers: [.retryAfter: "1"])
    }
    return try await next(request, context)
  }
}

final class RateLimiter: Sendable {
  let perSecond: Double
  private let buckets = Mutex<[String: (level: Double, at: ContinuousClock.Instant)]>([:])

  init(perSecond: Double) { self.perSecond = perSecond }

  func admits(_ tenant: String) -> Bool {
    let now = ContinuousClock.now
    return buckets.withLock { buckets in
      let burst = max(1, perSecond)
      var bucket = buckets[tenant] ?? (burst, now)
      let passed = (now - bucket.at).components
      bucket.level = min(
        burst, bucket.level + (Double(passed.seconds) + Double(passed.attoseconds) * 1e-18) * perSecond)
      bucket.at = now
      defer { buckets[tenant] = bucket }
      guard bucket.level >= 1 else { return false }
      bucket.level -= 1
      return true
    }
  }
}
