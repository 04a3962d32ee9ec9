import NIOCore
import NIOHTTP1
import NIOPosix

/// Listens.
enum MockServer {
  static func start(_ options: Options, on group: any EventLoopGroup) async throws -> any Channel {
    let ledger = Ledger()
    return try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(
            ByteToMessageHandler(HTTPRequestDecoder()), MockHandler(options, ledger))
        }
      }
      .bind(host: "127.0.0.1", port: options.port).get()
  }
}
