import Logging
import MusterCore
import Synchronization

/// An agent that is a program of this machine: one process for each lease, with the input on standard input.
///
/// Its process group is gone when the lease is: taken back, timed out or over.
public final class ProcessAgent: AgentDriver {
  private enum Run {
    case starting
    case running(RunningProgram)
    case recalled
  }

  private let settings: ProcessSettings
  private let shell: Shell
  private let logger: Logger
  private let verifier: Verifier?
  private let runs = Mutex<[LeaseID: Run]>([:])

  /// - Parameter verifier: who judges its answers; nil for nobody.
  public init(_ settings: ProcessSettings, shell: Shell, logger: Logger, verifier: Verifier? = nil) {
    self.settings = settings
    self.shell = shell
    self.logger = logger
    self.verifier = verifier
  }

  public func dispatch(_ work: Work) {
    let isNew = runs.withLock { runs in
      // A dispatch may be repeated.
      guard runs[work.lease] == nil else { return false }
      runs[work.lease] = .starting
      return true
    }
    if isNew { Swift.Task { await run(work) } }
  }

  public func recall(_ lease: LeaseID, of task: TaskID, from agent: AgentID) {
    let program = runs.withLock { runs -> RunningProgram? in
      guard let run = runs[lease] else { return nil }
      runs[lease] = .recalled
      if case .running(let program) = run { return program }
      return nil
    }
    program?.stop()
  }

  /// Ends all programs, for the end of the server.
  public func stop() {
    let programs = runs.withLock { runs in
      runs.values.compactMap { if case .running(let program) = $0 { program } else { nil } }
    }
    for program in programs { program.stop() }
  }

  private func run(_ work: Work) async {
    await shell.post { session in try session.handle(.start(work.lease, work.task)) }
    let result = await result(of: work)
    let isRecalled = runs.withLock { runs in
      if case .recalled = runs.removeValue(forKey: work.lease) { true } else { false }
    }
    if isRecalled { return }
    do {
      try await shell.reportSurely(result, of: work, verifier)
    } catch {
      logger.warning("a report was refused", metadata: ["task": "\(work.task)", "error": "\(error)"])
    }
  }

  private func result(of work: Work) async -> WorkResult {
    guard settings.kinds.isEmpty || settings.kinds.contains(work.kind) else {
      return WorkResult(
        succeeded: false, cost: 0, failure: "\(settings.name) does not take tasks of kind \(work.kind)")
    }
    let environment = ProgramEnvironment.make(
      allowed: settings.environment, task: "\(work.task)", lease: "\(work.lease)", attempt: work.attempt,
      kind: work.kind, tenant: work.tenant, traceparent: work.traceparent)
    let call = ProgramCall(
      command: settings.command, environment: environment, input: work.input, timeout: settings.timeout)
    let program = RunningProgram.start(call)
    let isRecalled = runs.withLock { runs in
      if case .recalled = runs[work.lease] { return true }
      runs[work.lease] = .running(program)
      return false
    }
    if isRecalled { program.stop() }
    let renewing = Swift.Task { await renew(work) }
    defer { renewing.cancel() }
    return await program.end.result()
  }

  /// Keeps the lease for as long as the program runs.
  private func renew(_ work: Work) async {
    guard work.until != .never else { return }
    let pause = max((work.until - shell.now) / 3, 100_000_000)
    while (try? await Swift.Task.sleep(for: .nanoseconds(pause))) != nil {
      await shell.post { session in try session.handle(.renew(work.lease, work.task)) }
    }
  }
}
