/// One line of an event stream, split into field and value; places count from the start of the bytes.
struct SSELine {
  /// The fields that mean anything; the rest is ignored.
  enum Field {
    case data, event, id, retry, comment, unknown
  }

  let field: Field
  let value: Range<Int>

  /// Reads the line in `range` of `bytes`, which is not empty and does not include its end.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    var colon = range.lowerBound
    while colon < range.upperBound, bytes[colon] != 0x3a { colon += 1 }
    let name = bytes.part(range.lowerBound..<colon)
    var start = min(colon + 1, range.upperBound)
    if start < range.upperBound, bytes[start] == 0x20 { start += 1 }
    value = start..<range.upperBound
    if name.equals("data") {
      field = .data
    } else if name.isEmpty {
      field = .comment
    } else if name.equals("event") {
      field = .event
    } else if name.equals("id") {
      field = .id
    } else if name.equals("retry") {
      field = .retry
    } else {
      field = .unknown
    }
  }

  /// The first place from `start` on where `bytes` hold a carriage return or a line feed; the count if
  /// nowhere.
  @inline(__always)
  static func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var at = start
    while at + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let feed = word ^ ones &* 0x0a
      let carriage = word ^ ones &* 0x0d
      // The high bit of each byte that ends a line; a borrow can only spoil bytes above such a one.
      let ends = ((feed &- ones) & ~feed | (carriage &- ones) & ~carriage) & (ones &* 0x80)
      if ends != 0 { return at + ends.trailingZeroBitCount &>> 3 }
      at += 8
    }
    while at < bytes.count, bytes[at] != 0x0a, bytes[at] != 0x0d { at += 1 }
    return at
  }
}
