import Dispatch

/// Runs a fixed number of jobs on some threads.
///
/// What a job computes may not depend on which thread runs it or when: jobs write to memory of their own, and the
/// caller joins the results in the order of jobs. Then the number of threads changes the time and nothing else.
enum Workers {
  static func run(_ jobs: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    let threads = min(threads, jobs)
    if threads <= 1 {
      for job in 0..<jobs { body(job) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      for job in stride(from: thread, to: jobs, by: threads) { body(job) }
    }
  }
}
