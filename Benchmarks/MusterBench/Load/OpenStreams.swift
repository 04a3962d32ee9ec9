import NIOCore
import NIOPosix

/// Streams that have begun and do not end, and what their server takes meanwhile.
final class OpenStreams: Talker {
  private let request: ByteBuffer
  private let allBegan: EventLoopPromise<Void>
  private var waiting: Int

  init(_ count: Int, request: ByteBuffer, allBegan: EventLoopPromise<Void>) {
    self.request = request
    self.allBegan = allBegan
    waiting = count
  }

  /// Opens them, looks at the process, closes them.
  /// - Returns: its resident memory in MiB, before and with the streams.
  static func run(port: Int, model: String, count: Int, process: Int32) async throws -> (Double, Double) {
    let before = Memory.residentMiB(of: process)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let allBegan = loop.makePromise(of: Void.self)
    let talker = try await loop.submit {
      let streams: any Talker = OpenStreams(
        count, request: RawRequest.chat(model: model, streams: true), allBegan: allBegan)
      return NIOLoopBound(streams, eventLoop: loop)
    }.get()
    try await Lines.open(count, port: port, on: loop, talker)
    loop.scheduleTask(in: .seconds(60)) {
      allBegan.fail(
        BenchError(found: "streams that did not begin in a minute", expected: "\(count) open streams"))
    }
    try await allBegan.futureResult.get()
    try await Task.sleep(for: .milliseconds(500))
    let with = Memory.residentMiB(of: process)
    try await group.shutdownGracefully()
    return (before, with)
  }

  func opened(_ line: Line) { line.send(request) }

  func began(_ line: Line) {
    waiting -= 1
    if waiting == 0 { allBegan.succeed() }
  }

  func answered(_ line: Line, status: Int, body: ByteBuffer) {
    allBegan.fail(BenchError(found: "an answer with status \(status)", expected: "a stream without end"))
  }

  func closed(_ line: Line) {
    allBegan.fail(BenchError(found: "a connection that closed", expected: "a stream without end"))
  }
}
