import NIOCore
import NIOHTTP1

/// Answers the requests of one connection, one after the other.
final class MockHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let options: Options
  private let ledger: Ledger
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()
  /// The answer under way, if there is one.
  private var answer: Answer?
  private var answers = 0

  private struct Answer {
    let number: Int
    let wasStream: Bool
    let keepsAlive: Bool
    let behaviour: Behaviour
    var events: Events
    var nextPiece = 0
  }

  init(_ options: Options, _ ledger: Ledger) {
    self.options = options
    self.ledger = ledger
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = ByteBuffer()
    case .body(var part): if body.readableBytes == 0 { body = part } else { body.writeBuffer(&part) }
    case .end:
      guard let head else { return }
      self.head = nil
      serve(context, head)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(early: true)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func serve(_ context: ChannelHandlerContext, _ head: HTTPRequestHead) {
    let path = head.uri.prefix { $0 != "?" }
    guard head.method == .POST, let endpoint = MockEndpoint(path: path) else {
      return tell(context, path, keepsAlive: head.isKeepAlive)
    }
    let fields = body.withUnsafeReadableBytes { BodyFields($0) }
    let behaviour = Behaviour(model: fields.model, options)
    ledger.began(head, body, fields)
    answers += 1
    answer = Answer(
      number: answers, wasStream: fields.streams, keepsAlive: head.isKeepAlive, behaviour: behaviour,
      events: Events(endpoint, fields.model, includesUsage: fields.includesUsage))
    switch behaviour.end {
    case .hangs: return
    case .breaksBefore: return drop(context)
    case .proper, .hangsAfterTwo, .breaksAfterTwo: break
    }
    after(behaviour.latency, context) { handler, context in handler.begin(context) }
  }

  /// Does it in so many milliseconds, unless the answer has been given up by then; at once for none.
  private func after(
    _ milliseconds: Int64, _ context: ChannelHandlerContext,
    _ action: @escaping (MockHandler, ChannelHandlerContext) -> Void
  ) {
    if milliseconds == 0 { return action(self, context) }
    let number = answer?.number
    context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) {
      if let answer = self.answer, answer.number == number { action(self, context) }
    }
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard var answer else { return }
    var buffer = context.channel.allocator.buffer(capacity: 1024)
    if let status = answer.behaviour.refusal {
      Answers.writeRefusal(status, contextTooLong: answer.behaviour.contextTooLong, to: &buffer)
      return end(context, buffer)
    }
    guard answer.wasStream, answer.events.endpoint != .embeddings else {
      Answers.write(answer.events.endpoint, answer.events.model, to: &buffer)
      switch answer.behaviour.end {
      case .breaksAfterTwo:
        buffer.moveWriterIndex(to: buffer.readableBytes * 3 / 4)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        return drop(context)
      case .hangsAfterTwo: return
      default: return end(context, buffer)
      }
    }
    Events.writeHead(to: &buffer)
    answer.events.writeBegin(to: &buffer)
    self.answer = answer
    context.write(wrapOutboundOut(buffer), promise: nil)
    stream(context)
  }

  /// Sends pieces, each in a packet of its own, as a model would, until there is something to wait for.
  private func stream(_ context: ChannelHandlerContext) {
    while var answer, context.channel.isActive {
      var buffer = context.channel.allocator.buffer(capacity: 512)
      if answer.nextPiece == 2 {
        if answer.behaviour.end == .breaksAfterTwo { return drop(context) }
        if answer.behaviour.end == .hangsAfterTwo { return context.flush() }
      }
      if answer.nextPiece >= answer.behaviour.chunks {
        answer.events.writeEnd(to: &buffer)
        return end(context, buffer)
      }
      answer.events.writePiece(answer.nextPiece, to: &buffer)
      answer.nextPiece += 1
      self.answer = answer
      context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
      if answer.behaviour.chunkDelay > 0 {
        return after(answer.behaviour.chunkDelay, context) { handler, context in handler.stream(context) }
      }
    }
  }

  private func end(_ context: ChannelHandlerContext, _ buffer: ByteBuffer) {
    let keepsAlive = answer?.keepsAlive ?? false
    finish(early: false)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    if !keepsAlive { context.close(promise: nil) }
  }

  private func drop(_ context: ChannelHandlerContext) {
    finish(early: false)
    context.close(promise: nil)
  }

  private func finish(early: Bool) {
    guard let answer else { return }
    self.answer = nil
    ledger.ended(wasStream: answer.wasStream, early: early)
  }

  /// The answers that no model gives.
  private func tell(_ context: ChannelHandlerContext, _ path: Substring, keepsAlive: Bool) {
    var buffer = context.channel.allocator.buffer(capacity: 1024)
    switch path {
    case "/v1/models": Answers.writeJSON(200, Answers.models, to: &buffer)
    case "/stats": Answers.writeJSON(200, ledger.stats, to: &buffer)
    case "/last": Answers.writeJSON(200, ledger.last, to: &buffer)
    case "/last/body":
      var body = ledger.lastBody
      buffer.writeString("HTTP/1.1 200 OK\r\ncontent-length: \(body.readableBytes)\r\n\r\n")
      buffer.writeBuffer(&body)
    default: Answers.writeJSON(404, #"{"error":{"message":"The mock has nothing here."}}"#, to: &buffer)
    }
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    if !keepsAlive { context.close(promise: nil) }
  }
}
