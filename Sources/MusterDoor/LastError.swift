#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The sentence behind the last failure of each thread, as C reads it.
enum LastError {
  /// Bytes of a sentence, the closing zero among them; longer ones are cut.
  private static let capacity = 1024

  /// Where each thread keeps its own; nil where the system has no more keys.
  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    return pthread_key_create(&key) { free($0) } == 0 ? key : nil
  }()

  private static let nothing: StaticString = ""

  /// The sentence of this thread; empty where nothing failed. It stays until this thread's next failure or end.
  static var text: UnsafePointer<CChar> {
    let memory =
      key.flatMap { pthread_getspecific($0) } ?? UnsafeMutableRawPointer(mutating: nothing.utf8Start)
    return UnsafePointer(memory.assumingMemoryBound(to: CChar.self))
  }

  static func set(_ text: String) {
    guard let key, let bytes = memory(key) else { return }
    // The byte behind the last one that can be written was set to zero when the memory was made.
    strncpy(bytes, text, capacity - 1)
  }

  private static func memory(_ key: pthread_key_t) -> UnsafeMutablePointer<CChar>? {
    if let known = pthread_getspecific(key) { return known.assumingMemoryBound(to: CChar.self) }
    guard let made = calloc(capacity, 1) else { return nil }
    guard pthread_setspecific(key, made) == 0 else {
      free(made)
      return nil
    }
    return made.assumingMemoryBound(to: CChar.self)
  }
}
