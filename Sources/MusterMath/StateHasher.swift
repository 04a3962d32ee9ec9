/// A streaming 64-bit hash of a state, to ask whether two runs stand at the same point.
///
/// The order of what is combined matters. **Stable**: the same values give the same hash on every host and in
/// every release; tests hold golden values. The step is that of XXH64, a bijection of the state for each word,
/// so a single differing word never cancels. About 2 ns a word. Not for hostile input.
@frozen
public struct StateHasher: Sendable, Equatable {
  @usableFromInline var state: UInt64
  @usableFromInline var words: UInt64 = 0

  /// A hasher of nothing yet. Different seeds are different hash functions.
  @inlinable
  public init(seed: UInt64 = 0) {
    state = seed &+ 0x27d4_eb2f_1656_67c5
  }

  /// Adds a word.
  @inlinable
  public mutating func combine(_ word: UInt64) {
    state = state &+ word &* 0xc2b2_ae3d_27d4_eb4f
    state = (state &<< 31 | state &>> 33) &* 0x9e37_79b1_85eb_ca87
    words &+= 1
  }

  /// Adds a signed word, by its bits.
  @inlinable
  public mutating func combine(_ word: Int64) { combine(UInt64(bitPattern: word)) }

  /// Adds a number by its bits: 0 and -0 differ.
  @inlinable
  public mutating func combine(_ number: Double) { combine(number.bitPattern) }

  /// Adds the length of `bytes` and then the bytes, so that two pieces never run into one.
  @inlinable
  public mutating func combine(bytes: UnsafeRawBufferPointer) {
    combine(UInt64(bytes.count))
    var at = 0
    while at + 8 <= bytes.count {
      combine(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
      at += 8
    }
    if at == bytes.count { return }
    var tail: UInt64 = 0
    var shift: UInt64 = 0
    while at < bytes.count {
      tail |= UInt64(bytes[at]) &<< shift
      shift += 8
      at += 1
    }
    combine(tail)
  }

  /// Adds the length of `bytes` and then the bytes.
  @inlinable
  public mutating func combine(bytes: [UInt8]) {
    bytes.withUnsafeBytes { combine(bytes: $0) }
  }

  /// Adds the UTF-8 of `text` with its length.
  @inlinable
  public mutating func combine(_ text: String) {
    var text = text
    text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// The hash of all that was combined so far. The hasher can go on from there.
  @inlinable
  public func finish() -> UInt64 { Mix.hash(state, words) }
}
