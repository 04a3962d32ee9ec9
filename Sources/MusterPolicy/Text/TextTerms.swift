import MusterCore
import MusterMath

/// A text as hashed terms, for ``Task/terms``: its measures (``TextMeasure``), then its words, then its
/// phrases of two words, each once, in the order of their first coming. No model is needed and nothing is
/// learned.
///
/// A word is a run of letters and digits; upper case Latin, Greek and Cyrillic letters count as lower case,
/// each Chinese, Japanese or Korean character is a word. The bytes should be UTF-8 and may be anything. The
/// same bytes give the same terms on every host and in every release. Of a long text the first ``byteLimit``
/// bytes are read. O(bytes); hashing as in Weinberger et al., ICML 2009.
public enum TextTerms {
  /// How many bytes of a text are read.
  public static let byteLimit = 1 << 16

  /// The terms of a text, at most `limit` of them.
  public static func terms(of text: String, limit: Int = Task.termLimit) -> [UInt32] {
    var text = text
    return text.withUTF8 { terms(of: UnsafeRawBufferPointer($0), limit: limit) }
  }

  /// The terms of a text's bytes, at most `limit` of them.
  public static func terms(of bytes: [UInt8], limit: Int = Task.termLimit) -> [UInt32] {
    bytes.withUnsafeBytes { terms(of: $0, limit: limit) }
  }

  /// The terms of a text's bytes, at most `limit` of them and never more than ``Task/termLimit``. None for no
  /// bytes.
  public static func terms(of bytes: UnsafeRawBufferPointer, limit: Int = Task.termLimit) -> [UInt32] {
    let limit = min(limit, Task.termLimit)
    if bytes.isEmpty || limit <= 0 { return [] }
    let read = UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, byteLimit)])
    var scan = TextScan(allBytes: bytes.count)
    var words: [UInt64] = []
    words.reserveCapacity(min(read.count / 4 + 1, 2 * Task.termLimit))
    scan.run(read) { words.append($0) }
    var seen = TermSet(capacity: limit + words.count)
    var unique: [UInt32] = []
    for word in words {
      let term = TextMeasure.word(word)
      if seen.insert(term) { unique.append(term) }
    }
    var terms = scan.measures(words: words.count, distinct: unique.count)
    terms.append(contentsOf: unique)
    var index = 1
    while index < words.count, terms.count < limit {
      let term = TextMeasure.word(Mix.hash(words[index - 1], words[index]))
      if seen.insert(term) { terms.append(term) }
      index += 1
    }
    if terms.count > limit { terms.removeLast(terms.count - limit) }
    return terms
  }
}

/// The terms that were there before. Open addressing; O(1) expected.
private struct TermSet {
  /// One more than the term; zero where there is none.
  private var slots: [UInt64]

  init(capacity: Int) {
    var size = 64
    while size < 2 * capacity { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  /// Whether it is new.
  mutating func insert(_ term: UInt32) -> Bool {
    let mask = slots.count - 1
    let kept = UInt64(term) + 1
    var at = Int(truncatingIfNeeded: Mix.mix64(kept)) & mask
    while slots[at] != 0 {
      if slots[at] == kept { return false }
      at = (at + 1) & mask
    }
    slots[at] = kept
    return true
  }
}
