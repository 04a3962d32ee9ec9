import Foundation
import MusterStore

/// Says who has a log open for writing, by an advisory lock on a file beside it.
///
/// Writers share it; whoever has it alone knows that no writer lives, and may verify and recover. Appending is
/// safe without it: that is fenced by position. The kernel releases it when its process dies.
final class FileLock: Sendable {
  private let path: String
  private let file: OpenFile

  init(path: String) throws(LogError) {
    self.path = path
    file = try OpenFile(path, O_RDWR | O_CREAT)
  }

  /// Takes the lock alone, unless a writer has it.
  func tryExclusive() -> Bool { Self.tryExclusive(file) }

  /// Shares the lock, waiting for one who has it alone.
  func share() throws(LogError) {
    while flock(file.descriptor, LOCK_SH) != 0 {
      guard errno == EINTR else { throw FileOperations.failure("lock", path) }
    }
  }

  /// Lets go of the lock, for good.
  func release() { flock(file.descriptor, LOCK_UN) }

  /// Whether a writer has the lock now. Changes nothing.
  static func isHeld(path: String) -> Bool {
    guard let file = try? OpenFile(path, O_RDONLY) else { return false }
    return !tryExclusive(file)
  }

  /// Tries for a few milliseconds: one who only asks whether it is held has it for a moment.
  private static func tryExclusive(_ file: OpenFile) -> Bool {
    for attempt in 0..<5 {
      if attempt > 0 { usleep(2_000) }
      if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    }
    return false
  }
}
