/// A date and time of day in UTC.
struct CalendarTime {
  var year = 1970
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0

  /// Seconds since 1970; nil if there is no such day or time. A leap second counts as the second after it.
  var unixSeconds: Int64? {
    guard (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, ofYear: year) else {
      return nil
    }
    guard hour < 24, minute < 60, second <= 60 else { return nil }
    return Int64(Self.days(beforeYear: year) + dayOfYear - 1) * 86_400
      + Int64(hour * 3600 + minute * 60 + second)
  }

  /// The year in which a second since 1970 lies, for seconds from year 1 to 9999; the nearer of the two
  /// beyond.
  static func year(unixSeconds: Int64) -> Int {
    let days = Int(unixSeconds / 86_400)
    var low = 1
    var high = 9999
    while low < high {
      let middle = (low + high + 1) / 2
      if days >= Self.days(beforeYear: middle) { low = middle } else { high = middle - 1 }
    }
    return low
  }

  private var dayOfYear: Int {
    (1..<month).reduce(day) { $0 + Self.days(inMonth: $1, ofYear: year) }
  }

  /// Days from 1970-01-01 to the first of January of `year`.
  private static func days(beforeYear year: Int) -> Int {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400 - 719_162
  }

  private static func days(inMonth month: Int, ofYear year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
