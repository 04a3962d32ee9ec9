import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Progress on standard error while somebody looks on, and nothing at all when it goes to a pipe or a file.
///
/// Any thread may advance it. Counting is one atomic addition; the line is drawn at most ten times a second,
/// by whichever thread comes first, and taken back at the end.
public final class ProgressBar: Sendable {
  private let label: String
  private let total: Int?
  private let descriptor: Int32
  private let isShown: Bool
  private let start: UInt64
  private let clock: @Sendable () -> UInt64
  private let done = Atomic<Int>(0)
  /// When the line is to be drawn again, in the clock's nanoseconds.
  private let due: Atomic<UInt64>
  private let line = Mutex(Line())

  private struct Line {
    var isDrawn = false
    var isFinished = false
  }

  /// A bar for an amount of work, nil where the amount is not known.
  public convenience init(label: String, total: Int?) {
    self.init(label: label, total: total, descriptor: 2, isTerminal: isatty(2) == 1, clock: Self.monotonic)
  }

  /// The seam for tests: another descriptor, another clock.
  init(
    label: String, total: Int?, descriptor: Int32, isTerminal: Bool, clock: @escaping @Sendable () -> UInt64
  ) {
    self.label = label
    self.total = total
    self.descriptor = descriptor
    self.isShown = isTerminal
    self.clock = clock
    self.start = isTerminal ? clock() : 0
    // Work that is over at once shows no bar.
    self.due = Atomic(start &+ Self.interval)
  }

  deinit { finish() }

  /// Counts work that is done.
  public func advance(by amount: Int = 1) {
    guard isShown else { return }
    done.add(amount, ordering: .relaxed)
    let now = clock()
    let next = due.load(ordering: .relaxed)
    guard now >= next else { return }
    guard
      due.compareExchange(expected: next, desired: now &+ Self.interval, ordering: .relaxed).exchanged
    else { return }
    line.withLock { line in
      guard !line.isFinished else { return }
      let text = ProgressLine(
        label: label, done: done.load(ordering: .relaxed), total: total, elapsedNanoseconds: now &- start)
      put("\r" + text.text(width: TerminalStyle.detected(descriptor: descriptor).width) + Self.eraseToEnd)
      line.isDrawn = true
    }
  }

  /// Takes the line back until there is more progress, so that something else can be written.
  public func hide() {
    guard isShown else { return }
    line.withLock { line in
      if line.isDrawn { put("\r" + Self.eraseToEnd) }
      line.isDrawn = false
    }
  }

  /// Takes the line back; nothing is drawn from now on.
  public func finish() {
    guard isShown else { return }
    line.withLock { line in
      if line.isDrawn { put("\r" + Self.eraseToEnd) }
      line.isDrawn = false
      line.isFinished = true
    }
  }

  private static let interval: UInt64 = 100_000_000
  private static let eraseToEnd = "\u{1B}[K"

  /// A bar that cannot be drawn is no reason to stop the work: failures are ignored.
  private func put(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let address = rest.baseAddress, !rest.isEmpty {
        let count = write(descriptor, address, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// Nanoseconds of a clock that never goes back.
  private static let monotonic: @Sendable () -> UInt64 = {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
