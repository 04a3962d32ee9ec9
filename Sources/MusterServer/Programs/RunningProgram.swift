import Foundation
import Synchronization

/// A program that runs, in a process group of its own, until it ends or is stopped; then the whole group is gone.
///
/// A thread of its own feeds and reads it, so that a program that neither reads nor writes holds up nobody.
public final class RunningProgram: Sendable {
  private struct State {
    var pid: pid_t?
    var isStopAsked = false
    var end: ProgramEnd?
    var waiters: [CheckedContinuation<ProgramEnd, Never>] = []
  }

  private let state = Mutex(State())

  private init() {}

  /// Starts a program. One that cannot be started has ended already.
  public static func start(_ call: ProgramCall) -> RunningProgram {
    let program = RunningProgram()
    do {
      let spawn = try ProgramSpawn(call)
      program.state.withLock { $0.pid = spawn.pid }
      let thread = Thread { program.finish(ProgramPump(call, spawn, program).run()) }
      thread.stackSize = 256 << 10
      thread.start()
    } catch {
      program.finish(ProgramEnd(way: .notStarted(error.reason)))
    }
    return program
  }

  /// Asks it and all it started to end; after the call's grace they are killed.
  public func stop() {
    state.withLock { state in
      state.isStopAsked = true
      if let pid = state.pid { kill(-pid, SIGTERM) }
    }
  }

  /// How it ended, when it has.
  public var end: ProgramEnd {
    get async {
      await withCheckedContinuation { continuation in
        let end = state.withLock { state -> ProgramEnd? in
          if state.end == nil { state.waiters.append(continuation) }
          return state.end
        }
        if let end { continuation.resume(returning: end) }
      }
    }
  }

  var isStopAsked: Bool { state.withLock { $0.isStopAsked } }

  /// Sends a signal to the group while its number cannot have become another's.
  func signal(_ number: Int32) {
    state.withLock { state in
      if let pid = state.pid { kill(-pid, number) }
    }
  }

  /// Takes the status of the program that has ended, and kills what it left behind.
  func reap() -> Int32 {
    state.withLock { state in
      guard let pid = state.pid else { return 0 }
      // The group's number stays taken until its leader's status is taken.
      kill(-pid, SIGKILL)
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      state.pid = nil
      return status
    }
  }

  private func finish(_ end: ProgramEnd) {
    let waiters = state.withLock { state in
      state.end = end
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume(returning: end) }
  }
}
