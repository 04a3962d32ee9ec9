import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The temporary files that are being written, so that a signal can remove them.
///
/// A fixed block of atomic words, each a C string or 0: reading it takes no lock and no memory, and `unlink`
/// may be called from a signal handler, so that ``removeAll()`` may be called from one too.
public enum TemporaryFiles {
  /// A place in the block and what was put there.
  struct Slot {
    fileprivate let index: Int
    fileprivate let word: UInt
  }

  private static let capacity = 64

  nonisolated(unsafe) private static let words: UnsafeMutablePointer<Atomic<UInt>> = {
    let words = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: capacity)
    for index in 0..<capacity { (words + index).initialize(to: Atomic(0)) }
    return words
  }()

  /// Removes the temporary files of this process. Their writers then fail on the rename and say so.
  public static func removeAll() {
    for index in 0..<capacity {
      let word = words[index].exchange(0, ordering: .acquiringAndReleasing)
      // The string is not freed: `free` is not for signal handlers, and the process is about to end.
      if let name = UnsafePointer<CChar>(bitPattern: word) { unlink(name) }
    }
  }

  /// Has SIGINT, SIGTERM and SIGHUP remove the temporary files before they end the process, as they would
  /// have done without us. A signal that is ignored, as under `nohup`, stays ignored.
  public static func removeOnSignals() {
    // Created here, not first in the handler: its creation takes a lock.
    _ = words
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let old = signal(number) { number in
        TemporaryFiles.removeAll()
        signal(number, SIG_DFL)
        raise(number)
      }
      if let old, unsafeBitCast(old, to: Int.self) == ignored { signal(number, SIG_IGN) }
    }
  }

  private static let ignored = 1

  /// Notes a file; nil when all places were taken, in which case a signal leaves that one file behind.
  static func note(_ name: String) -> Slot? {
    guard let copy = strdup(name) else { return nil }
    let word = UInt(bitPattern: copy)
    for index in 0..<capacity
    where words[index].compareExchange(expected: 0, desired: word, ordering: .acquiringAndReleasing).exchanged
    {
      return Slot(index: index, word: word)
    }
    free(copy)
    return nil
  }

  /// Strikes a file out, unless it was removed already: its place may be another's by now.
  static func forget(_ slot: Slot?) {
    guard let slot else { return }
    let (exchanged, _) = words[slot.index].compareExchange(
      expected: slot.word, desired: 0, ordering: .acquiringAndReleasing)
    if exchanged { free(UnsafeMutableRawPointer(bitPattern: slot.word)) }
  }
}
