import NIOCore
import NIOHTTPTypes
import Synchronization

/// Tells handlers that their client has gone, which Hummingbird does not do for a request whose body is read.
public final class Connections: Sendable {
  private struct Watch {
    var next: UInt64 = 0
    var actions: [ObjectIdentifier: [UInt64: @Sendable () -> Void]] = [:]
    var open = 0
  }

  private let watch = Mutex(Watch())

  public init() {}

  /// How many connections are open.
  public var count: Int { watch.withLock { $0.open } }

  /// Runs an operation, and the action if the connection closes meanwhile.
  func whileOpen<Value>(
    _ channel: any Channel, onClose action: @escaping @Sendable () -> Void,
    _ operation: () async throws -> Value
  ) async rethrows -> Value {
    let connection = ObjectIdentifier(channel)
    let number = watch.withLock { watch in
      watch.next += 1
      watch.actions[connection, default: [:]][watch.next] = action
      return watch.next
    }
    if !channel.isActive { action() }
    defer {
      watch.withLock { watch in
        watch.actions[connection]?[number] = nil
        if watch.actions[connection]?.isEmpty == true { watch.actions[connection] = nil }
      }
    }
    return try await operation()
  }

  fileprivate func opened() { watch.withLock { $0.open += 1 } }

  fileprivate func closed(_ channel: any Channel) {
    let actions = watch.withLock { watch in
      watch.open -= 1
      return watch.actions[ObjectIdentifier(channel)].map { Array($0.values) } ?? []
    }
    for action in actions { action() }
  }
}

/// Stands in each connection's pipeline: notices its end, and closes connections that are too slow to say what they
/// want (slow-loris).
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let connections: Connections
  private let headerTimeout: TimeAmount
  private let bodyTimeout: TimeAmount
  private var timer: Scheduled<Void>?
  private var isOpen = false

  init(_ connections: Connections, headerTimeout: TimeAmount, bodyTimeout: TimeAmount) {
    self.connections = connections
    self.headerTimeout = headerTimeout
    self.bodyTimeout = bodyTimeout
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard !isOpen else { return }
    isOpen = true
    connections.opened()
    close(context, after: headerTimeout)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: close(context, after: bodyTimeout)
    case .body: break
    case .end: timer?.cancel()
    }
    context.fireChannelRead(data)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(context)
    context.fireChannelInactive()
  }

  /// The server keeps a connection open that its client has closed for writing; clients of HTTP do that only when
  /// they go away.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent { end(context) }
    context.fireUserInboundEventTriggered(event)
  }

  private func end(_ context: ChannelHandlerContext) {
    timer?.cancel()
    guard isOpen else { return }
    isOpen = false
    connections.closed(context.channel)
  }

  private func close(_ context: ChannelHandlerContext, after delay: TimeAmount) {
    timer?.cancel()
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: delay) { bound.value.close(promise: nil) }
  }
}
