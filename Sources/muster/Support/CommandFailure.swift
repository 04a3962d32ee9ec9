import ArgumentParser
import Foundation
import MusterCore
import MusterLab
import MusterLearning
import MusterPolicy
import MusterStore

/// What ends a command early: one line for people, and the exit code.
struct CommandFailure: Error, Equatable {
  /// What to say; empty for nothing.
  let text: String
  /// 0 for a wish for help, 2 for what the user can mend, 1 for the rest.
  let code: Int32

  private init(_ text: String, code: Int32) {
    self.text = text
    self.code = code
  }

  /// Something that the user asked for, or gave, and that cannot be.
  static func user(_ text: String) -> CommandFailure { CommandFailure(text, code: 2) }

  /// Something that is not the user's doing.
  static func other(_ text: String) -> CommandFailure { CommandFailure(text, code: 1) }

  /// What an error means for the command.
  init(_ error: any Error) {
    switch error {
    case let error as CommandFailure: self = error
    case is TraceError, is TraceSpecError, is SentenceError, is FaultError, is ScenarioError,
      is HindsightError, is TrainingSetupError, is CheckpointError, is LearnedStateError, is AtomicFileError,
      is LogError, is CodecError, is SnapshotError, is EngineError:
      self = .user("\(error)")
    default:
      let code = Muster.exitCode(for: error)
      if code == .success {
        self.init(Muster.fullMessage(for: error), code: 0)
      } else if code == .validationFailure {
        self = .user(Self.usage(error))
      } else {
        self = .other((error as? LocalizedError)?.errorDescription ?? "\(error)")
      }
    }
  }

  /// The parser's message without the usage that it adds, and where to find that.
  private static func usage(_ error: any Error) -> String {
    let full = Muster.fullMessage(for: error)
    let command = full.split(separator: "\n").last { $0.contains(" --help' for more information") }
    let hint = command?.split(separator: "'").dropFirst().first.map { " (\($0))" } ?? ""
    return Muster.message(for: error) + hint
  }

  /// Says it and ends the process.
  func exit() -> Never {
    if code == 0 {
      try? Console.print(text)
    } else if !text.isEmpty {
      Console.complain(text)
    }
    Foundation.exit(code)
  }
}
