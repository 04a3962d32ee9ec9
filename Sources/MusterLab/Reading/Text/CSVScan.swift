/// Where a field of a record lies, in bytes from the start of the record, without its quotes.
struct CSVField {
  var start: Int
  var end: Int
  /// Whether quotes within it are doubled.
  var hasDoubledQuotes = false
}

/// The fields of one record. Memory is kept from record to record.
struct CSVFields: ~Copyable {
  private var storage: UnsafeMutablePointer<CSVField>
  private var capacity = 16
  /// How many fields the record has.
  private(set) var count = 0

  init() { storage = .allocate(capacity: capacity) }
  deinit { storage.deallocate() }

  subscript(_ index: Int) -> CSVField {
    precondition(index >= 0 && index < count, "the record has no such field")
    return storage[index]
  }

  mutating func removeAll() { count = 0 }

  mutating func append(_ field: CSVField) {
    if count == capacity {
      let larger = UnsafeMutablePointer<CSVField>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: storage, count: count)
      storage.deallocate()
      storage = larger
      capacity *= 2
    }
    (storage + count).initialize(to: field)
    count += 1
  }
}

/// What a scan for one record came to.
enum CSVScan {
  /// A record of `length` bytes without its line break, `total` with it, spread over `lineBreaks` more lines.
  case record(length: Int, total: Int, lineBreaks: Int)
  /// An empty line of `total` bytes.
  case blank(total: Int)
  /// The bytes end before the record does; `quote` is where a quote is still open.
  case short(quote: Int?)
  /// At `offset` something stands that the format does not allow in the field that begins at `field`.
  case fault(field: Int, offset: Int, expected: String)
}

private let quote = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

/// Finds the first record of `bytes` by RFC 4180 and puts its fields into `fields`.
///
/// `atEnd` says that nothing comes after `bytes`. A pure function of its arguments; `O(length)`.
func scanRecord(_ bytes: Bytes, atEnd: Bool, into fields: inout CSVFields) -> CSVScan {
  fields.removeAll()
  var index = 0
  var lineBreaks = 0
  while true {
    var field = CSVField(start: index, end: index)
    if index < bytes.count, bytes[index] == quote {
      field.start = index + 1
      guard
        let end = endOfQuoted(
          bytes, from: field.start, atEnd: atEnd, lineBreaks: &lineBreaks,
          doubled: &field.hasDoubledQuotes)
      else { return .short(quote: index) }
      field.end = end
      index = end + 1
      if index + 1 < bytes.count, bytes[index] == carriageReturn, bytes[index + 1] == lineFeed { index += 1 }
      if index + 1 == bytes.count, bytes[index] == carriageReturn {
        guard atEnd else { return .short(quote: nil) }
        index += 1
      }
      if index < bytes.count, bytes[index] != comma, bytes[index] != lineFeed {
        return .fault(
          field: field.start - 1, offset: index, expected: "a comma or a line break behind the closing quote")
      }
    } else {
      while index < bytes.count {
        let byte = bytes[index]
        if byte == comma || byte == lineFeed || byte == quote { break }
        index += 1
      }
      field.end = index
      if index < bytes.count, bytes[index] == quote {
        return .fault(field: field.start, offset: index, expected: "quotes around the whole field, or none")
      }
    }
    if index == bytes.count, !atEnd { return .short(quote: nil) }
    if index < bytes.count, bytes[index] == comma {
      fields.append(field)
      index += 1
      continue
    }
    // The record is complete: at a line feed, or at the end of the file.
    let total = index < bytes.count ? index + 1 : index
    if field.end == index, field.end > field.start, bytes[field.end - 1] == carriageReturn { field.end -= 1 }
    fields.append(field)
    let isBlank = fields.count == 1 && field.start == 0 && field.end == 0
    return isBlank ? .blank(total: total) : .record(length: index, total: total, lineBreaks: lineBreaks)
  }
}

/// The place of the quote that closes the field, or nil if the bytes end before it is certain.
private func endOfQuoted(
  _ bytes: Bytes, from start: Int, atEnd: Bool, lineBreaks: inout Int, doubled: inout Bool
) -> Int? {
  var index = start
  while index < bytes.count {
    let byte = bytes[index]
    if byte == lineFeed { lineBreaks += 1 }
    if byte == quote {
      if index + 1 == bytes.count { return atEnd ? index : nil }
      if bytes[index + 1] != quote { return index }
      doubled = true
      index += 1
    }
    index += 1
  }
  return nil
}
