import MusterMath
import NIOCore
import NIOPosix

/// Chat completions over persistent connections, each with one request at a time, and how long they took.
final class ChatLoad: Talker {
  /// What was measured after the warm-up.
  struct Result: Sendable {
    var seconds = 0.0
    /// Nanoseconds to the last byte, rising.
    var latencies: [Double] = []
    /// Nanoseconds to the first byte of the body, rising.
    var firstBytes: [Double] = []
    /// Answers that were not whole, or not 200, in the warm-up too.
    var failures = 0
    /// The first of them.
    var failure: String?
  }

  private let request: ByteBuffer
  private let ending: [UInt8]
  private let warmUp: UInt64
  private let measured: UInt64
  private let done: EventLoopPromise<Result>
  private var start: UInt64?
  private var open: Int
  private var result = Result()

  /// - Parameter ending: what the body of a whole answer ends with.
  init(
    lines: Int, request: ByteBuffer, ending: String, warmUp: Double, seconds: Double,
    done: EventLoopPromise<Result>
  ) {
    self.request = request
    self.ending = Array(ending.utf8)
    self.warmUp = UInt64(warmUp * 1e9)
    measured = UInt64(seconds * 1e9)
    self.done = done
    open = lines
  }

  /// Runs a load to its end.
  static func run(
    port: Int, model: String, streams: Bool, lines: Int, warmUp: Double, seconds: Double
  ) async throws -> Result {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let done = loop.makePromise(of: Result.self)
    let talker = try await loop.submit {
      let load: any Talker = ChatLoad(
        lines: lines, request: RawRequest.chat(model: model, streams: streams),
        ending: streams ? "data: [DONE]\n\n" : "}", warmUp: warmUp, seconds: seconds, done: done)
      return NIOLoopBound(load, eventLoop: loop)
    }.get()
    try await Lines.open(lines, port: port, on: loop, talker)
    return try await done.futureResult.get()
  }

  func opened(_ line: Line) { line.send(request) }

  func began(_ line: Line) {
    let now = NIODeadline.now().uptimeNanoseconds
    if isMeasured(line) { result.firstBytes.append(Double(now - line.sentAt)) }
  }

  func answered(_ line: Line, status: Int, body: ByteBuffer) {
    let now = NIODeadline.now().uptimeNanoseconds
    let start = start ?? now
    self.start = start
    if status != 200 || !body.readableBytesView.suffix(ending.count).elementsEqual(ending) {
      fail("status \(status): \(String(buffer: body).suffix(200))")
    } else if isMeasured(line) {
      result.latencies.append(Double(now - line.sentAt))
    }
    if now < start + warmUp + measured { line.send(request) } else { line.close() }
  }

  func closed(_ line: Line) {
    if let start, NIODeadline.now().uptimeNanoseconds >= start + warmUp + measured {
    } else {
      fail("the connection closed")
    }
    open -= 1
    guard open == 0 else { return }
    result.seconds = Double(measured) * 1e-9
    result.latencies.sort()
    result.firstBytes.sort()
    done.succeed(result)
  }

  /// Whether the request was sent after the warm-up and before the end.
  private func isMeasured(_ line: Line) -> Bool {
    start.map { line.sentAt >= $0 + warmUp && line.sentAt < $0 + warmUp + measured } ?? false
  }

  private func fail(_ what: String) {
    result.failures += 1
    if result.failure == nil { result.failure = what }
  }
}

extension RawRequest {
  /// A chat completion as clients send them.
  static func chat(model: String, streams: Bool) -> ByteBuffer {
    make(
      "POST", "/v1/chat/completions",
      """
      {"model":"\(model)","messages":[{"role":"system","content":"You are a helpful assistant that answers in one \
      short sentence."},{"role":"user","content":"Which of the planets of the solar system has the most moons?"}],\
      "temperature":0.2,"max_tokens":64,"stream":\(streams)}
      """)
  }
}
