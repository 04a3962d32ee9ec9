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

  /// Takes the lock alone, unless anyone has it.
  func tryExclusive() -> Bool { flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 }

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
    return flock(file.descriptor, LOCK_EX | LOCK_NB) != 0
  }
}
