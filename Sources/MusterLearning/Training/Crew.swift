import Dispatch
import Glibc
import Synchronization

/// Threads that help with jobs of some microseconds: they look for the next ones for a while before they sleep, because
/// waking a thread takes longer than such jobs do.
///
/// Who needs help never waits for a helper that has not come yet: jobs are taken one after the other by whoever is
/// there, and what nobody else takes the caller does.
final class Crew: Sendable {
  /// One helper for each processor but the caller's.
  static let shared = Crew(helpers: max(0, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1))

  typealias Body = @Sendable (_ job: Int, _ thread: Int) -> Void

  private struct Work {
    var jobs = 0
    var threads = 0
    var body: Body?
  }

  /// Where one helper sleeps.
  private final class Seat: Sendable {
    let isAsleep = Atomic<Bool>(false)
    let bell = DispatchSemaphore(value: 0)
  }

  /// How often a helper looks, and gives way to other threads, before it sleeps: about a tenth of a millisecond.
  private static let patience = 300

  private let seats: [Seat]
  /// Held by whom the crew works for.
  private let isTaken = Atomic<Bool>(false)
  /// Counts what the crew was called for.
  private let round = Atomic<Int>(0)
  private let isOpen = Atomic<Bool>(false)
  /// Helpers that may be at work.
  private let inside = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  /// Written by whoever has `isTaken` while the crew is not open and nobody is inside, read by those inside while it is.
  private nonisolated(unsafe) let work: UnsafeMutablePointer<Work>

  private init(helpers: Int) {
    work = .allocate(capacity: 1)
    work.initialize(to: Work())
    seats = (0..<helpers).map { _ in Seat() }
    for helper in seats.indices { start(helper) }
  }

  /// Does the jobs 0..<`jobs` on this thread and on helpers, on `threads` at most; `body` is told the job and the number
  /// of the thread, 0 for this one. Returns false, and has done nothing, where the crew works for somebody else.
  func run(_ jobs: Int, threads: Int, _ body: Body) -> Bool {
    guard isTaken.compareExchange(expected: false, desired: true, ordering: .sequentiallyConsistent).exchanged
    else { return false }
    withoutActuallyEscaping(body) { body in
      work.pointee = Work(jobs: jobs, threads: threads, body: body)
      next.store(0, ordering: .sequentiallyConsistent)
      isOpen.store(true, ordering: .sequentiallyConsistent)
      round.add(1, ordering: .sequentiallyConsistent)
      for seat in seats.prefix(threads - 1)
      where seat.isAsleep.exchange(false, ordering: .sequentiallyConsistent) { seat.bell.signal() }
      takeJobs(thread: 0)
      isOpen.store(false, ordering: .sequentiallyConsistent)
      var looks = 0
      while inside.load(ordering: .sequentiallyConsistent) != 0 {
        looks += 1
        if looks < Self.patience { sched_yield() } else { usleep(50) }
      }
      work.pointee.body = nil
    }
    isTaken.store(false, ordering: .sequentiallyConsistent)
    return true
  }

  private func takeJobs(thread: Int) {
    guard thread < work.pointee.threads, let body = work.pointee.body else { return }
    let jobs = work.pointee.jobs
    while true {
      let job = next.add(1, ordering: .sequentiallyConsistent).oldValue
      if job >= jobs { return }
      body(job, thread)
    }
  }

  private func help(_ helper: Int) -> Never {
    var seen = 0
    while true {
      wait(seats[helper], until: seen)
      seen = round.load(ordering: .sequentiallyConsistent)
      // Whoever closes looks at `inside` afterwards, whoever comes in looks at `isOpen` afterwards: one sees the other.
      inside.add(1, ordering: .sequentiallyConsistent)
      if isOpen.load(ordering: .sequentiallyConsistent) { takeJobs(thread: helper + 1) }
      inside.subtract(1, ordering: .sequentiallyConsistent)
    }
  }

  /// Returns when the round is no longer the one seen last.
  private func wait(_ seat: Seat, until seen: Int) {
    var looks = 0
    while round.load(ordering: .sequentiallyConsistent) == seen {
      looks += 1
      if looks < Self.patience {
        sched_yield()
        continue
      }
      seat.isAsleep.store(true, ordering: .sequentiallyConsistent)
      let hasChanged = round.load(ordering: .sequentiallyConsistent) != seen
      // Whoever takes the mark back rings; nobody else may, and a bell that was rung is answered.
      if hasChanged, seat.isAsleep.exchange(false, ordering: .sequentiallyConsistent) { return }
      seat.bell.wait()
      looks = 0
    }
  }

  private func start(_ helper: Int) {
    let box = Unmanaged.passRetained(Start(crew: self, helper: helper))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { box in
        guard let box else { return nil }
        let start = Unmanaged<Start>.fromOpaque(box).takeRetainedValue()
        start.crew.help(start.helper)
      }, box.toOpaque())
    // A machine that gives no more threads has one helper fewer.
    if code == 0 { pthread_detach(thread) } else { box.release() }
  }

  private final class Start {
    let crew: Crew
    let helper: Int

    init(crew: Crew, helper: Int) {
      self.crew = crew
      self.helper = helper
    }
  }
}
