import Foundation
import MusterLab
import Synchronization

/// Ctrl-C and its kin: files that are half written go, then the process ends as it would have.
enum Interrupts {
  private static let capacity = 32

  /// C strings, or 0: read by a signal handler, which may take no lock and no memory.
  nonisolated(unsafe) private static let words: UnsafeMutablePointer<Atomic<UInt>> = {
    let words = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: capacity)
    for index in 0..<capacity { (words + index).initialize(to: Atomic(0)) }
    return words
  }()

  /// Has SIGINT, SIGTERM and SIGHUP remove the files noted here and in `TemporaryFiles`, and then end the process;
  /// a shell sees 130 after Ctrl-C. A signal that is ignored, as under `nohup`, stays ignored.
  static func clearUp() {
    // All blocks are made now: to make them takes a lock, which a handler may not.
    _ = words
    _ = last
    TemporaryFiles.removeAll()
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let old = signal(number) { number in
        Interrupts.removeNoted()
        Interrupts.sayNoted()
        TemporaryFiles.removeAll()
        signal(number, SIG_DFL)
        raise(number)
      }
      if let old, unsafeBitCast(old, to: Int.self) == ignored { signal(number, SIG_IGN) }
    }
  }

  private static let ignored = 1

  /// A C string, or 0: read by the handler.
  nonisolated(unsafe) private static let last: UnsafeMutablePointer<Atomic<UInt>> = {
    let last = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: 1)
    last.initialize(to: Atomic(0))
    return last
  }()

  /// Notes files that a signal has to remove, whether or not they exist yet.
  static func note(_ names: [String]) {
    for name in names {
      guard let copy = strdup(name) else { continue }
      let word = UInt(bitPattern: copy)
      let free = (0..<capacity).first {
        words[$0].compareExchange(expected: 0, desired: word, ordering: .acquiringAndReleasing).exchanged
      }
      if free == nil { Foundation.free(copy) }
    }
  }

  /// Strikes all files out: they are whole, or gone.
  static func forget() {
    for index in 0..<capacity {
      let word = words[index].exchange(0, ordering: .acquiringAndReleasing)
      free(UnsafeMutableRawPointer(bitPattern: word))
    }
  }

  /// What a signal has to say on standard error before the process ends, in one line behind the program's name; nil for
  /// nothing.
  static func say(_ text: String?) {
    let line = text.map { "\(isatty(2) == 1 ? "\n" : "")muster: \(Console.oneLine($0))\n" }
    // The old one is not freed: a handler may be reading it. A command says one or two.
    last.pointee.store(line.flatMap { strdup($0) }.map { UInt(bitPattern: $0) } ?? 0, ordering: .releasing)
  }

  private static func sayNoted() {
    guard let line = UnsafePointer<CChar>(bitPattern: last.pointee.load(ordering: .acquiring)) else { return }
    _ = Foundation.write(2, line, strlen(line))
  }

  private static func removeNoted() {
    for index in 0..<capacity {
      let word = words[index].exchange(0, ordering: .acquiringAndReleasing)
      if let name = UnsafePointer<CChar>(bitPattern: word) { unlink(name) }
    }
  }
}
