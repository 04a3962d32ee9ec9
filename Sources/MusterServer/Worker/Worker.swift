import AsyncHTTPClient
import Foundation
import Logging
import MusterCore

/// A worker: registers an agent, takes its leases and runs a program for each, until it is told to drain.
///
/// It goes on through restarts of the server: work under way runs on, and its report is repeated until the server
/// has it. A lease that the server took back ends its program.
public actor Worker {
  private let terms: WorkerTerms
  private let api: WorkerClient
  private let http: HTTPClient
  private let logger: Logger
  private var running: [String: RunningProgram] = [:]
  /// Leases whose end is not told yet, running ones included.
  private var open = 0
  private var isDraining = false
  private var isStopping = false
  private var polling: Swift.Task<WorkerClient.Answer, any Error>?
  private let changes: AsyncStream<Void>
  private let changed: AsyncStream<Void>.Continuation

  public init(_ terms: WorkerTerms, logger: Logger) {
    self.terms = terms
    self.logger = logger
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .seconds(5))
    configuration.httpVersion = .http1Only
    http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    api = WorkerClient(client: http, terms: terms)
    (changes, changed) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Takes no more work, finishes what runs, and leaves the pool; ``run()`` returns then.
  public func drain() {
    guard !isDraining else { return }
    isDraining = true
    polling?.cancel()
    changed.yield()
    logger.notice("draining", metadata: ["running": "\(running.count)"])
  }

  /// As ``drain()``, but ends the programs that run; their tasks are tried again.
  public func stop() {
    drain()
    isStopping = true
    for program in running.values { program.stop() }
  }

  /// Works until ``drain()``.
  /// - Throws: ``WorkerFailure`` when the server refuses the worker.
  public func run() async throws {
    do {
      try await register()
      let beating = Swift.Task { await beat() }
      try await work()
      beating.cancel()
      // The pool must not wait for a worker that is gone. Whoever does not hear of it finds out by its silence.
      _ = try? await api.call(.DELETE, api.agentPath, timeout: 5_000_000_000)
    } catch {
      stop()
      // The programs are given their time to end; nobody is there to report to.
      while !running.isEmpty { try? await Swift.Task.sleep(for: .milliseconds(20)) }
      try? await http.shutdown()
      throw error
    }
    try? await http.shutdown()
  }

  private func register() async throws {
    var pause = Pause()
    while !isDraining {
      do {
        let answer = try await api.register()
        if answer.isGood {
          logger.info("registered", metadata: ["agent": "\(terms.name)", "server": "\(terms.server)"])
          return
        }
        guard answer.isTransient else {
          throw WorkerFailure(description: "\(terms.server) refuses the worker: \(answer.detail)")
        }
        logger.warning("the server does not register the worker", metadata: ["answer": "\(answer.detail)"])
      } catch let failure as WorkerFailure {
        throw failure
      } catch {
        logger.warning(
          "the server cannot be reached", metadata: ["server": "\(terms.server)", "error": "\(error)"])
      }
      await pause.wait()
    }
  }

  /// Says that the agent lives, also while all its slots are busy.
  private func beat() async {
    while (try? await Swift.Task.sleep(for: .nanoseconds(terms.heartbeat))) != nil {
      _ = try? await api.call(.POST, api.agentPath + "/heartbeat", timeout: 5_000_000_000)
    }
  }

  private func work() async throws {
    var waiting = changes.makeAsyncIterator()
    var pause = Pause()
    while !isDraining || open > 0 {
      let free = terms.concurrency - open
      guard !isDraining, free > 0 else {
        await waiting.next(isolation: self)
        continue
      }
      let asking = Swift.Task { [api] in try await api.take(free) }
      polling = asking
      do {
        let answer = try await asking.value
        polling = nil
        if answer.isGood {
          pause = Pause()
          for lease in try WorkerLease.read(answer.body, at: Date()) { begin(lease) }
          continue
        }
        if answer.status == 404 {
          // A server that knows nothing of the agent: it began anew, or gave the agent up.
          try await register()
          continue
        }
        guard answer.isTransient else {
          throw WorkerFailure(description: "\(terms.server) gives the worker no work: \(answer.detail)")
        }
        logger.warning("the server gives no work", metadata: ["answer": "\(answer.detail)"])
      } catch let failure as WorkerFailure {
        throw failure
      } catch {
        polling = nil
        if isDraining { continue }
        logger.warning("the server cannot be reached", metadata: ["error": "\(error)"])
      }
      if !isDraining { await pause.wait() }
    }
  }

  private func begin(_ lease: WorkerLease) {
    open += 1
    Swift.Task {
      await self.run(lease)
      self.open -= 1
      self.changed.yield()
    }
  }

  private func run(_ lease: WorkerLease) async {
    let note: Logger.Metadata = ["task": "\(lease.task)", "lease": "\(lease.lease)"]
    guard terms.kinds.isEmpty || terms.kinds.contains(lease.kind) else {
      let why = "\(terms.name) does not take tasks of kind \(lease.kind)"
      return await report(WorkResult(succeeded: false, failure: why), lease)
    }
    let environment = ProgramEnvironment.make(
      allowed: nil, task: lease.task, lease: lease.lease, attempt: lease.attempt, kind: lease.kind,
      tenant: lease.tenant, traceparent: lease.traceparent)
    let call = ProgramCall(
      command: terms.command, environment: environment, input: lease.input, timeout: terms.timeout)
    logger.debug("begins", metadata: note)
    let program = RunningProgram.start(call)
    running[lease.lease] = program
    if isStopping { program.stop() }
    let renewing = Swift.Task { await self.renew(lease, program) }
    let end = await program.end
    renewing.cancel()
    running[lease.lease] = nil
    if await renewing.value {
      return logger.warning("a lease was taken back", metadata: note)
    }
    let result = end.result(fatal: terms.fatalExits)
    logger.info(
      result.succeeded ? "done" : "failed",
      metadata: note.merging(result.failure.map { ["reason": "\($0)"] } ?? [:]) { $1 })
    await report(result, lease)
  }

  /// Keeps the lease for as long as its program runs.
  /// - Returns: whether the lease was lost.
  private func renew(_ lease: WorkerLease, _ program: RunningProgram) async -> Bool {
    guard let term = lease.term else { return false }
    var pause = max(term / 3, 200_000_000)
    while (try? await Swift.Task.sleep(for: .nanoseconds(pause))) != nil {
      guard let answer = try? await api.renew(lease) else {
        // The server may be back before the lease lapses.
        pause = min(pause, 1_000_000_000)
        continue
      }
      if answer.status == 404 || answer.status == 409 {
        program.stop()
        return true
      }
      pause = answer.isGood ? max(term / 3, 200_000_000) : min(pause, 1_000_000_000)
    }
    return false
  }

  /// Reports until the server has the report; a repeat changes nothing there.
  private func report(_ result: WorkResult, _ lease: WorkerLease) async {
    var pause = Pause()
    while true {
      if let answer = try? await api.report(result, of: lease) {
        if answer.isGood { return }
        if !answer.isTransient {
          return logger.error(
            "a report was refused", metadata: ["task": "\(lease.task)", "answer": "\(answer.detail)"])
        }
      }
      // Whoever was told twice to stop does not wait for a server that is gone.
      if isStopping, pause.count >= 2 {
        return logger.error("a report was not delivered", metadata: ["task": "\(lease.task)"])
      }
      await pause.wait()
    }
  }
}

/// Waits that grow: half a second, and twice as long each time up to 15 seconds, the second half of each drawn.
struct Pause: Sendable {
  private var seconds = 0.5
  /// How many there were.
  private(set) var count = 0

  mutating func wait() async {
    count += 1
    let wait = seconds * Double.random(in: 0.5...1)
    seconds = min(seconds * 2, 15)
    try? await Swift.Task.sleep(for: .seconds(wait))
  }
}
