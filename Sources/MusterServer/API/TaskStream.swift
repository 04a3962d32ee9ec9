import Hummingbird
import MusterCore
import MusterWire
import NIOCore

/// A task's events as server-sent events: those that happened, then those that happen, until its end.
struct TaskStream: Sendable {
  let id: TaskID
  let past: [TaskEvent]
  /// Only events after this id.
  let after: UInt64?
  let stream: AsyncStream<TaskEvent>
  let parts: Parts

  /// A comment every so often keeps proxies from closing the connection.
  private static let heartbeat = Duration.seconds(15)

  func response() -> Response {
    Response(
      status: .ok,
      headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        var last = after
        for event in past where last.map({ event.position > $0 }) ?? true {
          try await writer.write(ByteBuffer(bytes: bytes(of: event)))
          last = event.position
        }
        if past.last?.kind.isEnd != true, !past.contains(where: \.kind.isEnd) {
          for await event in merged() {
            guard let event else {
              try await writer.write(ByteBuffer(string: ": still here\n\n"))
              continue
            }
            guard last.map({ event.position > $0 }) ?? true else { continue }
            try await writer.write(ByteBuffer(bytes: bytes(of: event)))
            last = event.position
            if event.kind.isEnd { break }
          }
        }
        try await writer.finish(nil)
      })
  }

  /// The events, with nil for each heartbeat.
  private func merged() -> AsyncStream<TaskEvent?> {
    AsyncStream { continuation in
      let events = Swift.Task {
        for await event in stream { continuation.yield(event) }
        continuation.finish()
      }
      let beats = Swift.Task {
        while (try? await Swift.Task.sleep(for: Self.heartbeat)) != nil { continuation.yield(nil) }
      }
      continuation.onTermination = { _ in
        events.cancel()
        beats.cancel()
      }
    }
  }

  private func bytes(of event: TaskEvent) -> [UInt8] {
    var text = JSONText(capacity: 160)
    event.write(to: &text, task: id)
    return Array("id: \(event.position)\nevent: \(event.kind.name)\ndata: ".utf8) + text.bytes
      + Array("\n\n".utf8)
  }
}

extension TaskEvent {
  func write(to text: inout JSONText, task: TaskID) {
    text.object { text in
      text.member("task", "\(task)")
      text.member("event", kind.name)
      text.member("at", at.rfc3339)
      if lease != .none { text.member("lease", "\(lease)") }
    }
  }
}
