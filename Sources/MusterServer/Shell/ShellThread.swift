import Dispatch

/// Runs the batches of a shell, one thread for all: a commit may hold it without holding up anybody else.
final class ShellThread: TaskExecutor {
  private let queue = DispatchQueue(label: "muster.shell", qos: .userInitiated)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
