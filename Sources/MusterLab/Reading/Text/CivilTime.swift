/// Reads `2023-11-16 18:17:03.9799600` as nanoseconds since 1970-01-01T00:00:00 UTC.
///
/// A `T` may stand for the space, the fraction may have 0 to 9 digits, and `Z` or an offset such as `+00:00`
/// may follow; without one the time is taken as UTC. No leap seconds. Years 1970 to 2261, which is what fits.
package func parseCivilTime(_ text: Bytes) -> Parsed<Int64> {
  var cursor = CivilCursor(text: text)
  guard let year = cursor.number(4), cursor.skip("-"), let month = cursor.number(2), cursor.skip("-"),
    let day = cursor.number(2), cursor.skip(" ") || cursor.skip("T"), let hour = cursor.number(2),
    cursor.skip(":"), let minute = cursor.number(2), cursor.skip(":"), let second = cursor.number(2),
    let nanosecond = cursor.fraction(), let offset = cursor.offset(), cursor.index == text.count
  else { return .fault(.malformed) }
  guard 1970...2261 ~= year, 1...12 ~= month, 1...daysIn(month, of: year) ~= day, hour < 24, minute < 60,
    second < 60
  else { return .fault(.outOfRange) }
  let seconds = ((daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset
  return .value(seconds * 1_000_000_000 + nanosecond)
}

private func isLeap(_ year: Int64) -> Bool {
  year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

private func daysIn(_ month: Int64, of year: Int64) -> Int64 {
  switch month {
  case 2: isLeap(year) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar: the year is taken to begin in March, so that the
/// leap day is its last (Hinnant, "chrono-compatible low-level date algorithms").
private func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
  let shifted = month > 2 ? year : year - 1
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
}

private struct CivilCursor {
  let text: Bytes
  var index = 0

  mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard index < text.count, text[index] == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  mutating func digit() -> Int64? {
    guard index < text.count, text[index] &- UInt8(ascii: "0") <= 9 else { return nil }
    defer { index += 1 }
    return Int64(text[index] &- UInt8(ascii: "0"))
  }

  mutating func number(_ digits: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Nanoseconds behind a point; 0 where there is none.
  mutating func fraction() -> Int64? {
    guard skip(".") else { return 0 }
    var value: Int64 = 0
    var count = 0
    while let digit = digit() {
      value = value * 10 + digit
      count += 1
      guard count <= 9 else { return nil }
    }
    guard count > 0 else { return nil }
    for _ in count..<9 { value *= 10 }
    return value
  }

  /// Seconds east of UTC; 0 where nothing is written.
  mutating func offset() -> Int64? {
    if index == text.count || skip("Z") { return 0 }
    let isWest = skip("-")
    guard isWest || skip("+"), let hours = number(2), skip(":"), let minutes = number(2), hours < 24,
      minutes < 60
    else { return nil }
    return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }
}
