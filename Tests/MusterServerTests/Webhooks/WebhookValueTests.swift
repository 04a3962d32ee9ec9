import MusterCore
import Testing

@testable import MusterServer

@Suite("Signature, back-off and queue of webhooks") struct WebhookValueTests {
  @Test("The signature is HMAC-SHA256 over time, full stop and body")
  func signature() {
    // From Python's hmac.new(b"whsec_test", b"1700000000.{}", "sha256").
    let header = WebhookSignature.header(Array("{}".utf8), secret: "whsec_test", unixSeconds: 1_700_000_000)
    #expect(header == "t=1700000000,v1=35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91")
  }

  @Test("Waits double up to the longest, the second half of each drawn")
  func backoff() {
    let backoff = WebhookBackoff(first: 1000, longest: 10_000)
    for (failures, full) in [(1, 1000), (2, 2000), (3, 4000), (4, 8000), (5, 10_000), (90, 10_000)] {
      for task in UInt64(1)...20 {
        let wait = backoff.wait(afterFailures: failures, of: task)
        #expect((Int64(full) / 2...Int64(full)).contains(wait))
      }
    }
    #expect(Set((UInt64(1)...20).map { backoff.wait(afterFailures: 1, of: $0) }).count > 10)
  }

  @Test("One task is told one thing at a time, hosts take turns, limits hold")
  func queue() {
    var queue = WebhookQueue(limit: 3, hostLimit: 2)
    for task in UInt64(1)...4 { queue.add(task, host: "a") }
    queue.add(5, host: "b")
    #expect(Set(queue.take(at: .zero)) == [1, 2, 5])
    #expect(queue.take(at: .zero) == [])
    queue.add(1, host: "a")
    queue.finish(1, hasMore: false)
    #expect(queue.take(at: .zero) == [3])
    queue.finish(2, hasMore: true)
    queue.finish(3, hasMore: false)
    #expect(queue.take(at: .zero) == [4, 1])
    queue.finish(1, hasMore: false)
    queue.finish(4, hasMore: false)
    queue.finish(5, hasMore: false)
    #expect(queue.take(at: .zero) == [2])
    queue.finish(2, hasMore: false)
    #expect(queue.count == 0 && queue.calling == 0)
  }

  @Test("A failed call waits for its time, and is counted")
  func retry() {
    var queue = WebhookQueue()
    queue.add(7, host: "a")
    #expect(queue.take(at: .zero) == [7])
    queue.fail(7, until: Instant(100))
    queue.add(7, host: "a")
    #expect(queue.nextDue == Instant(100))
    #expect(queue.take(at: Instant(99)) == [])
    #expect(queue.take(at: Instant(100)) == [7])
    #expect(queue.failures(of: 7) == 1)
    queue.finish(7, hasMore: false)
    #expect(queue.count == 0)
  }
}
