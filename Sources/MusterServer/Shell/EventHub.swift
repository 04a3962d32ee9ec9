import MusterCore
import Synchronization

/// Tells those who follow a task of what happened to it, once it is durable.
public final class EventHub: Sendable {
  private struct Followers {
    var next: UInt64 = 0
    var streams: [UInt64: [UInt64: AsyncStream<TaskEvent>.Continuation]] = [:]
  }

  private let followers = Mutex(Followers())

  public init() {}

  /// What happens to the task from now on. Ends after the event that ends the task.
  public func follow(_ task: TaskID) -> AsyncStream<TaskEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: TaskEvent.self)
    let number = followers.withLock { followers in
      followers.next += 1
      followers.streams[task.rawValue, default: [:]][followers.next] = continuation
      return followers.next
    }
    continuation.onTermination = { [weak self] _ in self?.forget(task, number) }
    return stream
  }

  func publish(_ events: [(TaskID, TaskEvent)]) {
    let due = followers.withLock { followers -> [(AsyncStream<TaskEvent>.Continuation, TaskEvent)] in
      guard !followers.streams.isEmpty else { return [] }
      return events.flatMap { task, event in
        (followers.streams[task.rawValue] ?? [:]).sorted { $0.key < $1.key }.map { ($0.value, event) }
      }
    }
    // Outside of the lock: a stream that finishes calls back.
    for (continuation, event) in due {
      continuation.yield(event)
      if event.kind.isEnd { continuation.finish() }
    }
  }

  /// Ends all streams, so that the server can stop.
  public func close() {
    let all = followers.withLock { followers in
      defer { followers.streams = [:] }
      return followers.streams.values.flatMap(\.values)
    }
    for continuation in all { continuation.finish() }
  }

  private func forget(_ task: TaskID, _ number: UInt64) {
    followers.withLock { followers in
      followers.streams[task.rawValue]?[number] = nil
      if followers.streams[task.rawValue]?.isEmpty == true { followers.streams[task.rawValue] = nil }
    }
  }
}
