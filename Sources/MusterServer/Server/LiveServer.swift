import AsyncHTTPClient
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import MusterStore
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization

/// `muster serve`: the engine on the wall clock, behind HTTP.
public struct LiveServer: Sendable {
  private let settings: Settings
  private let logger: Logger
  private let say: @Sendable (String) -> Void
  private let onListening: @Sendable (String) -> Void

  /// - Parameters:
  ///   - say: tells people something, on standard error.
  ///   - onListening: told once with the address, when the server takes requests and leads or follows.
  public init(
    _ settings: Settings, logger: Logger, say: @escaping @Sendable (String) -> Void,
    onListening: @escaping @Sendable (String) -> Void
  ) {
    self.settings = settings
    self.logger = logger
    self.say = say
    self.onListening = onListening
  }

  /// Runs until SIGTERM or SIGINT, then drains.
  /// - Throws: ``ServerFailure`` and `LogError` with one line for people.
  public func run() async throws {
    let opened = try await OpenLog(settings, logger: logger)
    let client = HTTPClient(
      eventLoopGroupProvider: .singleton, configuration: Self.clientConfiguration(settings))
    let fence = Fence()
    let edge = Edge(
      client: client, logger: logger, requiresAuth: settings.requiresAuth,
      limiter: settings.server.limits.requestsPerSecond.map(RateLimiter.init), say: say,
      onFenced: { fence.lower() })
    let switchboard = Switchboard(
      forwarder: Forwarder(client: client, bodyLimit: settings.server.limits.body))
    let bound = Promise<String>()
    let address: @Sendable () -> String = { [settings] in
      (settings.cluster.advertise ?? settings.server.publicURL).map { "\($0)" } ?? bound.value ?? ""
    }
    // The address is told when the server both listens and answers.
    let told = Told(bound: bound, say: onListening)
    let term = Term(
      settings: settings, opened: opened, edge: edge, switchboard: switchboard, address: address,
      onLeading: { told.leads() }, fence: fence)
    let scheme = settings.server.tls.certificate == nil ? "http" : "https"
    let host = settings.server.host
    let isAlone = opened.leadership == nil
    var application = Application(
      responder: switchboard, server: try server(edge),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: settings.server.port), serverName: "muster", backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(settings.server.limits.connections)),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? 0
        let name = host.contains(":") ? "[\(host)]" : host
        bound.fulfil("\(scheme)://\(name):\(port)")
        if isAlone { told.listens() } else { told.both() }
      }, logger: Self.quiet(logger))
    application.services = []
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: term), .init(service: application)],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.quiet(logger))
    configuration.maximumGracefulShutdownDuration = .nanoseconds(settings.server.drainTimeout)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch is CancellationError {
      // The drain took longer than it may: what was under way is cut off, and the log is whole.
      logger.warning("stopped with work under way")
    }
    try await client.shutdown()
  }

  /// Servers log every start and stop of a service; people want to know of trouble.
  private static func quiet(_ logger: Logger) -> Logger {
    var logger = logger
    if logger.logLevel == .info { logger.logLevel = .warning }
    return logger
  }

  private func server(_ edge: Edge) throws -> HTTPServerBuilder {
    let limits = settings.server.limits
    let connections = edge.connections
    let http = HTTP1Channel.Configuration(
      additionalChannelHandlers: [
        ConnectionGuard(
          connections, headerTimeout: .nanoseconds(limits.headerTimeout), bodyTimeout: .seconds(60))
      ], idleTimeout: .nanoseconds(limits.idleTimeout),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: limits.headers, maxHeaderListSize: limits.headers, maxHeaderFieldCount: 200))
    let plain = HTTPServerBuilder {
      OnEventLoop(base: HTTP1Channel(responder: $0, configuration: http))
    }
    guard let certificate = settings.server.tls.certificate, let key = settings.server.tls.key else {
      return plain
    }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate).map {
        NIOSSLCertificateSource.certificate($0)
      }
      let configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
      return try .tls(plain, tlsConfiguration: configuration)
    } catch {
      throw ServerFailure(
        "TLS: found \(error) in \(certificate) and \(key), expected a certificate chain and its key in PEM")
    }
  }

  static func clientConfiguration(_ settings: Settings) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    // An endpoint that redirects would be a host that nobody configured.
    configuration.redirectConfiguration = .disallow
    let connect = settings.endpoints.map(\.timeouts.connect).max() ?? 5_000_000_000
    configuration.timeout = .init(connect: .nanoseconds(connect), read: nil)
    configuration.connectionPool.idleTimeout = .seconds(60)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
    configuration.httpVersion = .http1Only
    configuration.decompression = .disabled
    return configuration
  }
}

/// Tells the address once, when the server both listens and takes work.
final class Told: Sendable {
  private let state = Mutex((listens: false, leads: false, isTold: false))
  private let bound: Promise<String>
  private let say: @Sendable (String) -> Void

  init(bound: Promise<String>, say: @escaping @Sendable (String) -> Void) {
    self.bound = bound
    self.say = say
  }

  func listens() { note { $0.listens = true } }
  func leads() { note { $0.leads = true } }
  /// A follower takes requests as well.
  func both() {
    note {
      $0.listens = true
      $0.leads = true
    }
  }

  private func note(_ change: (inout (listens: Bool, leads: Bool, isTold: Bool)) -> Void) {
    let isDue = state.withLock { state in
      change(&state)
      guard state.listens, state.leads, !state.isTold else { return false }
      state.isTold = true
      return true
    }
    if isDue, let address = bound.value { say(address) }
  }
}
