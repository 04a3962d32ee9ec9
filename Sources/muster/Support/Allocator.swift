import CMalloc

/// The C library's allocator, for a server that runs long.
enum Allocator {
  /// Keeps what is freed for the next request instead of giving it back to the kernel and faulting it in again, and
  /// bounds the number of heaps, whose gaps add up.
  static func tune() {
    mallopt(M_TRIM_THRESHOLD, 16 << 20)
    mallopt(M_MMAP_THRESHOLD, 4 << 20)
    mallopt(M_TOP_PAD, 1 << 20)
    mallopt(M_ARENA_MAX, 4)
  }
}
