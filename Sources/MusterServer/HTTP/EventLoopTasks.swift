import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// Runs tasks on the thread of an event loop.
///
/// A request that is read, decided, passed on and answered on one thread costs no wake-ups of others: on a machine
/// of few cores they are most of what a gateway adds.
final class EventLoopTasks: TaskExecutor {
  private static let known = Mutex<[ObjectIdentifier: EventLoopTasks]>([:])

  private let loop: any EventLoop

  private init(_ loop: any EventLoop) { self.loop = loop }

  /// The executor of a loop, the same at each call. There are as many as there are loops, and they stay.
  static func on(_ loop: any EventLoop) -> EventLoopTasks {
    known.withLock { known in
      let key = ObjectIdentifier(loop)
      if let tasks = known[key] { return tasks }
      let tasks = EventLoopTasks(loop)
      known[key] = tasks
      return tasks
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// A server's connections, each handled on the thread of its own event loop.
struct OnEventLoop<Base: ServerChildChannel>: ServerChildChannel {
  let base: Base

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
    base.setup(channel: channel, logger: logger)
  }

  func handle(value: Base.Value, logger: Logger) async {
    await withTaskExecutorPreference(EventLoopTasks.on(value.channel.eventLoop)) {
      await base.handle(value: value, logger: logger)
    }
  }
}
