import MusterCore
import Synchronization
import Testing

@testable import MusterServer

@Suite("A turnstile", .timeLimit(.minutes(1))) struct TurnstileTests {
  private final class Room: Sendable {
    let inside = Mutex((now: 0, most: 0, passed: 0))
  }

  @Test("lets so many pass at once, and all in the end") func limit() async {
    let turnstile = Turnstile(limit: 3)
    let room = Room()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<40 {
        group.addTask {
          guard await turnstile.enter(within: .max) else { return }
          room.inside.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
          }
          try? await Swift.Task.sleep(for: .milliseconds(2))
          room.inside.withLock {
            $0.now -= 1
            $0.passed += 1
          }
          turnstile.leave()
        }
      }
    }
    let found = room.inside.withLock { $0 }
    #expect(found.most == 3 && found.passed == 40 && found.now == 0)
  }

  @Test("is not waited at for longer than there is time, nor by who is cancelled") func patience() async {
    let turnstile = Turnstile(limit: 1)
    #expect(await turnstile.enter(within: .max))
    #expect(await !turnstile.enter(within: Span.millisecond))
    #expect(await !turnstile.enter(within: 0))
    let waiting = Swift.Task { await turnstile.enter(within: .max) }
    waiting.cancel()
    #expect(await !waiting.value)
    // Those that gave up have left no turn behind, and taken none.
    turnstile.leave()
    #expect(await turnstile.enter(within: Span.millisecond))
    #expect(await !turnstile.enter(within: Span.millisecond))
  }
}
