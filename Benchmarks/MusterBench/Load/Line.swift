import NIOCore
import NIOPosix

/// Who talks over lines. All calls come on the lines' event loop.
protocol Talker: AnyObject {
  func opened(_ line: Line)
  /// The first bytes of an answer's body are there.
  func began(_ line: Line)
  func answered(_ line: Line, status: Int, body: ByteBuffer)
  /// The connection is no more. Comes once, also when the talker closed it.
  func closed(_ line: Line)
}

/// One persistent connection: a request, its answer, the next request.
final class Line: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Whatever the talker wants to know it by.
  let number: Int
  /// When the request under way was sent, in nanoseconds of uptime.
  private(set) var sentAt: UInt64 = 0
  private let talker: any Talker
  private var context: ChannelHandlerContext?
  private var scanner = ResponseScanner()
  private var rest = ByteBuffer()
  private var hasBegun = false

  init(_ number: Int, _ talker: any Talker) {
    self.number = number
    self.talker = talker
  }

  func send(_ request: ByteBuffer) {
    hasBegun = false
    sentAt = NIODeadline.now().uptimeNanoseconds
    context?.writeAndFlush(wrapOutboundOut(request), promise: nil)
  }

  func close() { context?.close(promise: nil) }

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    talker.opened(self)
  }

  func channelInactive(context: ChannelHandlerContext) {
    self.context = nil
    talker.closed(self)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    if rest.readableBytes > 0 {
      rest.writeBuffer(&bytes)
      swap(&rest, &bytes)
    }
    rest = ByteBuffer()
    let turn = scanner.scan(&bytes)
    if !hasBegun, scanner.body.readableBytes > 0 {
      hasBegun = true
      talker.began(self)
    }
    switch turn {
    case .needsMore: rest = bytes
    case .failed: context.close(promise: nil)
    case .ended:
      let (status, body) = (scanner.status, scanner.body)
      scanner.reset()
      talker.answered(self, status: status, body: body)
    }
  }
}

/// Opens lines on one event loop.
enum Lines {
  /// Opens lines to a port of this machine.
  static func open(_ count: Int, port: Int, on loop: any EventLoop, _ talker: NIOLoopBound<any Talker>)
    async throws
  {
    let bootstrap = ClientBootstrap(group: loop)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .connectTimeout(.seconds(10))
    for number in 0..<count {
      _ = try await bootstrap.channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Line(number, talker.value))
        }
      }.connect(host: "127.0.0.1", port: port).get()
    }
  }
}

/// Requests as bytes.
enum RawRequest {
  static func make(_ method: String, _ path: String, _ body: String = "") -> ByteBuffer {
    ByteBuffer(
      string: "\(method) \(path) HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        + "content-length: \(body.utf8.count)\r\n\r\n\(body)")
  }
}
