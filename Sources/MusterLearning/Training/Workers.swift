import Synchronization

/// Runs a fixed number of jobs on some threads.
///
/// What a job computes may not depend on which thread runs it or when: jobs write to memory of their own, and the
/// caller joins the results in the order of jobs. Then the number of threads changes the time and nothing else. Where
/// jobs run that belong to somebody else, the caller's thread does all of its own.
package enum Workers {
  /// - Parameter body: is told the job and the thread, `0..<threads`: for memory that a thread needs while it is at a
  ///   job.
  package static func run(_ jobs: Int, threads: Int, _ body: @Sendable (_ job: Int, _ thread: Int) -> Void) {
    let threads = min(threads, jobs)
    if threads > 1, Crew.shared.run(jobs, threads: threads, body) { return }
    for job in 0..<jobs { body(job, 0) }
  }

  package static func run(_ jobs: Int, threads: Int, _ body: @Sendable (_ job: Int) -> Void) {
    run(jobs, threads: threads) { job, _ in body(job) }
  }

  /// What each job gives, in the order of jobs. Throws what the first of the jobs that failed threw.
  package static func map<Value: Sendable>(
    _ jobs: Int, threads: Int, _ body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: jobs))
    run(jobs, threads: threads) { job, _ in
      let result = Result { try body(job) }
      results.withLock { $0[job] = result }
    }
    return try results.withLock { try $0.compactMap { try $0?.get() } }
  }
}
