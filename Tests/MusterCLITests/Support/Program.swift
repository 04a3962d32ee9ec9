import Foundation
import Glibc
import Testing

/// The `muster` that was built beside the tests.
enum Program {
  /// Its path; nil where only the tests were built.
  static let path: String? = {
    guard let runner = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      return nil
    }
    let path = (runner as NSString).deletingLastPathComponent + "/muster"
    return access(path, X_OK) == 0 ? path : nil
  }()

  static var isBuilt: Bool { path != nil }
  static let absence: Comment = "muster is not beside the tests: build it in the same directory"

  /// How a run ended.
  struct Outcome {
    /// The exit code, or 128 and the signal, as a shell has it.
    let code: Int32
    let output: String
    let errors: String
  }

  /// Runs it to the end in a directory.
  static func run(_ arguments: String..., in scratch: Scratch) throws -> Outcome {
    try run(arguments, in: scratch)
  }

  /// Runs it to the end in a directory.
  static func run(_ arguments: [String], in scratch: Scratch) throws -> Outcome {
    let run = try start(arguments, in: scratch)
    return try run.finish()
  }

  /// Starts it in a directory.
  /// - Parameter terminal: a descriptor that stands in for the standard error of a terminal.
  static func start(_ arguments: [String], in scratch: Scratch, terminal: Int32? = nil) throws -> Started {
    let path = try #require(path)
    let output = scratch.hidden()
    let errors = scratch.hidden()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    if let terminal {
      posix_spawn_file_actions_adddup2(&actions, terminal, 2)
    } else {
      posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)
    }

    // A runner in the background ignores SIGINT, and its children would too.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    // A shell changes the directory and gives its place to the program, with its process number and all.
    let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", scratch.path, path]
    var words = (shell + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let code = posix_spawn(&process, shell[0], &actions, &attributes, &words, environ)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }
    return Started(process: process, output: output, errors: errors)
  }

  /// A run under way.
  struct Started {
    let process: pid_t
    let output: String
    let errors: String

    func send(_ signal: Int32) { kill(process, signal) }

    /// Waits for the end.
    func finish() throws -> Outcome {
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7f
      return Outcome(
        code: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: Self.text(output),
        errors: Self.text(errors))
    }

    private static func text(_ path: String) -> String {
      (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
  }
}
