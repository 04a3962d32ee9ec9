import MusterCore
import MusterMath

/// Which task's webhook is told next: a pure value. One task is told one thing at a time, hosts take turns, and no
/// host is called by everybody at once.
struct WebhookQueue: Sendable {
  private struct Line: Sendable {
    var host: String
    var failures = 0
    var isCalling = false
    /// Something happened since the call began.
    var hasNews = false
  }

  private struct Host: Sendable {
    /// Tasks that may be told something now, first come first served; those before `head` are through.
    var ready: [UInt64] = []
    var head = 0
    var calls = 0

    mutating func next() -> UInt64? {
      guard head < ready.count else { return nil }
      defer { head += 1 }
      let task = ready[head]
      if head > 1024, head * 2 > ready.count {
        ready.removeFirst(head)
        head = 0
      }
      return task
    }
    var isIdle: Bool { head == ready.count && calls == 0 }
  }

  /// The most calls at once.
  let limit: Int
  /// The most calls of one host at once.
  let hostLimit: Int
  private var lines: [UInt64: Line] = [:]
  private var hosts: [String: Host] = [:]
  /// The hosts, in the order of their turns.
  private var turns: [String] = []
  /// Tasks that wait for another try, by the time of it.
  private var waiting = EventQueue<UInt64>()
  private(set) var calling = 0

  init(limit: Int = 32, hostLimit: Int = 8) {
    self.limit = limit
    self.hostLimit = hostLimit
  }

  /// Tasks that have something to be told, or are being told.
  var count: Int { lines.count }

  /// The first instant at which a task that waits may be told again.
  var nextDue: Instant? { waiting.peekKey.map { Instant($0) } }

  /// Something happened to a task.
  mutating func add(_ task: UInt64, host: String) {
    if lines[task] != nil {
      lines[task]?.hasNews = true
    } else {
      lines[task] = Line(host: host)
      line(up: task, host)
    }
  }

  /// The tasks whose turn it is; each is being called until ``finish(_:hasMore:)`` or ``fail(_:until:)``.
  mutating func take(at now: Instant) -> [UInt64] {
    while let due = waiting.peekKey, due <= now.nanoseconds, let task = waiting.pop()?.payload {
      if let host = lines[task]?.host { line(up: task, host) }
    }
    var taken: [UInt64] = []
    var found = true
    while found, calling < limit {
      found = false
      for name in turns where calling < limit {
        guard hosts[name, default: Host()].calls < hostLimit, let task = hosts[name]?.next() else { continue }
        hosts[name]?.calls += 1
        lines[task]?.isCalling = true
        lines[task]?.hasNews = false
        calling += 1
        taken.append(task)
        found = true
      }
    }
    // Who was last begins the next time.
    if let first = turns.first, turns.count > 1 {
      turns.removeFirst()
      turns.append(first)
    }
    return taken
  }

  /// The call has come to its end, and so much has been told; `hasMore` puts the task in line again.
  mutating func finish(_ task: UInt64, hasMore: Bool) {
    guard let line = end(task) else { return }
    if hasMore || line.hasNews {
      lines[task]?.failures = 0
      self.line(up: task, line.host)
    } else {
      lines[task] = nil
      forget(line.host)
    }
  }

  /// The call failed and is tried again, but not before the instant.
  mutating func fail(_ task: UInt64, until due: Instant) {
    guard end(task) != nil else { return }
    lines[task]?.failures += 1
    waiting.push(at: due.nanoseconds, task)
  }

  /// How often the call for the task's next event has failed.
  func failures(of task: UInt64) -> Int { lines[task]?.failures ?? 0 }

  private mutating func line(up task: UInt64, _ host: String) {
    if hosts[host] == nil { turns.append(host) }
    hosts[host, default: Host()].ready.append(task)
  }

  private mutating func end(_ task: UInt64) -> Line? {
    guard let line = lines[task], line.isCalling else { return nil }
    lines[task]?.isCalling = false
    calling -= 1
    hosts[line.host]?.calls -= 1
    return line
  }

  private mutating func forget(_ host: String) {
    guard hosts[host]?.isIdle == true else { return }
    hosts[host] = nil
    turns.removeAll { $0 == host }
  }
}
