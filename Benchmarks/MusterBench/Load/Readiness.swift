import NIOCore
import NIOPosix

/// Waits until a server answers.
enum Readiness {
  /// Asks again and again, for a minute at most.
  static func wait(port: Int, path: String, seconds: Double) async throws {
    let watch = Stopwatch()
    while watch.seconds < seconds {
      if try await asks(port, path) { return }
      try await Task.sleep(for: .milliseconds(200))
    }
    throw BenchError(found: "no answer to GET \(path) in \(Int(seconds)) s", expected: "status 200")
  }

  /// A port that nobody listens on.
  static func freePort() throws -> Int {
    let channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).wait()
    defer { try? channel.close().wait() }
    return channel.localAddress?.port ?? 0
  }

  private static func asks(_ port: Int, _ path: String) async throws -> Bool {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let answer = loop.makePromise(of: Bool.self)
    let talker = try await loop.submit { NIOLoopBound(Question(path, answer) as any Talker, eventLoop: loop) }
      .get()
    do { try await Lines.open(1, port: port, on: loop, talker) } catch { answer.succeed(false) }
    return try await answer.futureResult.get()
  }

  private final class Question: Talker {
    private let path: String
    private let answer: EventLoopPromise<Bool>

    init(_ path: String, _ answer: EventLoopPromise<Bool>) {
      self.path = path
      self.answer = answer
    }

    func opened(_ line: Line) { line.send(RawRequest.make("GET", path)) }
    func began(_ line: Line) {}
    func answered(_ line: Line, status: Int, body: ByteBuffer) {
      answer.succeed(status == 200)
      line.close()
    }
    func closed(_ line: Line) { answer.succeed(false) }
  }
}
