/// Checks a JSON document in one pass and finds the members of its top-level object, without building values.
///
/// What is accepted is RFC 8259 to the letter: one value with white space around it, UTF-8 without a byte
/// order mark, no overlong forms or encoded surrogates, no raw control characters in strings, no leading
/// zeros. Stricter than the RFC in two things: an escape of half a surrogate pair (`"\ud83d"` alone) is
/// refused with `WireError.Kind.loneSurrogate`, because no Unicode text equals it and readers behind us
/// disagree about it; and containers nest at most `depthLimit` deep. Numbers are checked by grammar only:
/// `1e999` passes.
///
/// Of members with one name the last wins, as it does with most readers; all are reported. Time O(n), no
/// memory but the members.
public enum JSONScanner {
  /// How deep arrays and objects may nest, the outermost counted as one.
  public static let depthLimit = 512

  /// Scans `bytes`, which must be one whole document. Offsets count from the first byte.
  public static func scan(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> JSONDocument {
    var cursor = try JSONCursor(bytes, from: 0)
    let document = try cursor.document()
    try cursor.expectEnd()
    return document
  }

  /// Scans `bytes`, which must be one whole document. Offsets count from the first byte, also of a slice.
  public static func scan(_ bytes: some Collection<UInt8>) throws(WireError) -> JSONDocument {
    try withRawBytes(of: bytes) { bytes throws(WireError) in try scan(bytes) }
  }
}
