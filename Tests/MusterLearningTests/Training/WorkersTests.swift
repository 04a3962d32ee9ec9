import Glibc
import Synchronization
import Testing

@testable import MusterLearning

@Suite struct WorkersTests {
  /// Every job is done once, each thread at one job at a time, however short the jobs are.
  @Test(arguments: [1, 2, 3, 8]) func everyJobOnce(threads: Int) {
    for jobs in [0, 1, 2, 7, 100] {
      for _ in 0..<200 {
        let done = Mutex([Int](repeating: 0, count: jobs))
        let busy = Mutex(Set<Int>())
        Workers.run(jobs, threads: threads) { job, thread in
          #expect(thread < threads && busy.withLock { $0.insert(thread).inserted })
          done.withLock { $0[job] += 1 }
          busy.withLock { _ = $0.remove(thread) }
        }
        #expect(done.withLock { $0.allSatisfy { $0 == 1 } })
      }
    }
  }

  /// Jobs that ask for workers themselves, and callers that ask at the same time, all get their work done.
  @Test func nestedAndAtOnce() async {
    func sum() -> Int {
      let sum = Atomic<Int>(0)
      for _ in 0..<50 {
        Workers.run(5, threads: 4) { outer in
          Workers.run(3, threads: 2) { inner in sum.add(outer * 3 + inner, ordering: .relaxed) }
        }
      }
      return sum.load(ordering: .relaxed)
    }
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 { group.addTask { sum() } }
      for await sum in group { #expect(sum == 50 * (0..<15).reduce(0, +)) }
    }
  }

  /// Helpers that went to sleep come back, unless they work for another test all the time.
  @Test(.enabled(if: sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1, "one processor has no helpers"))
  func wakes() async throws {
    var hasHelped = false
    for _ in 0..<2000 where !hasHelped {
      try await Task.sleep(for: .milliseconds(5))
      let threads = Mutex(Set<Int>())
      Workers.run(2000, threads: 2) { _, thread in threads.withLock { _ = $0.insert(thread) } }
      #expect(threads.withLock { $0.isSubset(of: [0, 1]) })
      hasHelped = threads.withLock { $0.contains(1) }
    }
    #expect(hasHelped)
  }

  /// The first job that fails is the one that is told of, whoever was quicker.
  @Test func theFirstFailureIsThrown() {
    struct Failure: Error, Equatable { let job: Int }
    #expect(throws: Failure(job: 3)) {
      try Workers.map(40, threads: 4) { job in
        if job >= 3 { throw Failure(job: job) }
        return job
      }
    }
    #expect((try? Workers.map(40, threads: 4) { $0 * $0 }) == (0..<40).map { $0 * $0 })
  }
}
