import Glibc

/// Gives out one shared string for text that comes again and again: users, models, task names.
///
/// A table of fixed size in which a newer text takes the place of an older one, so that memory is bounded
/// whatever the file holds. A hit costs one hash and one comparison, and no allocation.
struct StringCache {
  private static let slots = 1 << 12
  /// Longer text is not worth a place.
  private static let longest = 256
  private var texts = [String](repeating: "", count: slots)

  /// The text in `bytes`, or nil if they are not UTF-8.
  mutating func text(_ bytes: Bytes) -> String? {
    // 15 bytes and fewer live in the string itself: there is nothing to share.
    guard bytes.count > 15, bytes.count <= Self.longest else { return validText(bytes) }
    let slot = Self.slot(bytes)
    if Self.holds(texts[slot], bytes) { return texts[slot] }
    guard let text = validText(bytes) else { return nil }
    texts[slot] = text
    return text
  }

  private static func holds(_ text: String, _ bytes: Bytes) -> Bool {
    guard text.utf8.count == bytes.count, let base = bytes.baseAddress else { return false }
    let same = text.utf8.withContiguousStorageIfAvailable { storage in
      storage.baseAddress.map { memcmp($0, base, bytes.count) == 0 } ?? false
    }
    return same ?? false
  }

  /// FNV-1a, eight bytes at a time, with the high bits folded in, since they are the well mixed ones.
  private static func slot(_ bytes: Bytes) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index + 8 <= raw.count {
      hash = (hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x100_0000_01B3
      hash ^= hash >> 29
      index += 8
    }
    while index < raw.count {
      hash = (hash ^ UInt64(raw[index])) &* 0x100_0000_01B3
      index += 1
    }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & UInt64(slots - 1))
  }
}
