import Dispatch
import Synchronization

/// Runs a fixed number of jobs on some threads.
///
/// What a job computes may not depend on which thread runs it or when: jobs write to memory of their own, and the
/// caller joins the results in the order of jobs. Then the number of threads changes the time and nothing else.
package enum Workers {
  package static func run(_ jobs: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    let threads = min(threads, jobs)
    if threads <= 1 {
      for job in 0..<jobs { body(job) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      for job in stride(from: thread, to: jobs, by: threads) { body(job) }
    }
  }

  /// What each job gives, in the order of jobs. Throws what the first of the jobs that failed threw.
  package static func map<Value: Sendable>(
    _ jobs: Int, threads: Int, _ body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: jobs))
    run(jobs, threads: threads) { job in
      let result = Result { try body(job) }
      results.withLock { $0[job] = result }
    }
    return try results.withLock { try $0.compactMap { try $0?.get() } }
  }
}
