/// Dates in HTTP headers (RFC 9110, section 5.6.7), in all three forms that a reader must take.
enum HTTPDate {
  /// Seconds since 1970 of a date; nil if it is none. A year of two digits is the one at most 50 years ahead.
  /// The day of the week is not compared with the date.
  static func unixSeconds(_ text: String, nowUnixSeconds now: Int64) -> Int64? {
    var reader = DateReader(text)
    let weekday = reader.letters()
    var date = CalendarTime()
    if reader.skip(",") {
      guard reader.skip(" "), let day = reader.digits(2), reader.skip(" ") || reader.skip("-") else {
        return nil
      }
      let isLong = reader.previous == UInt8(ascii: "-")
      guard isLong ? isWeekday(weekday, of: longWeekdays) : isWeekday(weekday, of: shortWeekdays) else {
        return nil
      }
      guard let month = month(reader.letters()), reader.skip(isLong ? "-" : " ") else { return nil }
      guard let year = reader.digits(isLong ? 2 : 4), reader.skip(" ") else { return nil }
      guard reader.time(into: &date), reader.skip(" "), reader.letters() == "GMT" else { return nil }
      (date.year, date.month, date.day) = (isLong ? fullYear(year, now) : year, month, day)
    } else {
      guard isWeekday(weekday, of: shortWeekdays), reader.skip(" "), let month = month(reader.letters()),
        reader.skip(" ")
      else { return nil }
      guard let day = reader.skip(" ") ? reader.digits(1) : reader.digits(2), reader.skip(" ") else {
        return nil
      }
      guard reader.time(into: &date), reader.skip(" "), let year = reader.digits(4) else { return nil }
      (date.year, date.month, date.day) = (year, month, day)
    }
    return reader.isAtEnd ? date.unixSeconds : nil
  }

  private static let shortWeekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let longWeekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func isWeekday(_ text: String, of names: [String]) -> Bool { names.contains(text) }

  private static func month(_ text: String) -> Int? { months.firstIndex(of: text).map { $0 + 1 } }

  /// The year with these last two digits from 49 years ago to 50 years ahead.
  private static func fullYear(_ twoDigits: Int, _ now: Int64) -> Int {
    let current = CalendarTime.year(unixSeconds: now)
    let year = current - current % 100 + twoDigits
    if year > current + 50 { return year - 100 }
    return year <= current - 50 ? year + 100 : year
  }
}

/// Reads the parts of a date, from front to back.
private struct DateReader {
  private let bytes: [UInt8]
  private var at = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { at == bytes.count }

  /// The byte read last.
  var previous: UInt8? { at > 0 ? bytes[at - 1] : nil }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  mutating func letters() -> String {
    let start = at
    while at < bytes.count, bytes[at] | 0x20 >= 0x61, bytes[at] | 0x20 <= 0x7a { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  mutating func digits(_ count: Int) -> Int? {
    guard at + count <= bytes.count else { return nil }
    var number = 0
    for byte in bytes[at..<at + count] {
      guard byte &- 0x30 < 10 else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    at += count
    return number
  }

  mutating func time(into date: inout CalendarTime) -> Bool {
    guard let hour = digits(2), skip(":"), let minute = digits(2), skip(":"), let second = digits(2) else {
      return false
    }
    (date.hour, date.minute, date.second) = (hour, minute, second)
    return true
  }
}
