import MusterCore

extension Kind where Value == Int {
  /// A whole number within the range.
  static func integer(_ range: ClosedRange<Int>) -> Kind {
    let bounds =
      range.upperBound == .max ? "\(range.lowerBound) up" : "\(range.lowerBound) to \(range.upperBound)"
    return Kind(
      "integer", expected: "a whole number from \(bounds)",
      read: { text in
        DecimalDigits.whole(text).flatMap(Int.init(exactly:)).flatMap { range.contains($0) ? $0 : nil }
      },
      write: { "\($0)" })
  }

  /// A size in bytes within the range.
  static func size(_ range: ClosedRange<Int>) -> Kind {
    let lowest = UnitText.size.text(of: Int64(range.lowerBound))
    let highest = UnitText.size.text(of: Int64(range.upperBound))
    return Kind(
      "size", expected: "a size such as 64KiB or 8MiB, from \(lowest) to \(highest)",
      read: { text in
        UnitText.size.value(of: text).flatMap(Int.init(exactly:)).flatMap { range.contains($0) ? $0 : nil }
      },
      write: { UnitText.size.text(of: Int64($0)) })
  }
}

extension Kind where Value == UInt64 {
  /// A whole number that seeds draws.
  static var seed: Kind {
    Kind(
      "integer", expected: "a whole number from 0 to \(Int64.max)",
      read: { text in DecimalDigits.whole(text).map(UInt64.init) }, write: { "\($0)" })
  }
}

extension Kind where Value == Double {
  /// A finite number within the range, in words such as `from 0 to 1`.
  static func number(_ words: String, _ holds: @escaping @Sendable (Double) -> Bool) -> Kind {
    Kind(
      "number", expected: "a number \(words)",
      read: { text in Double(text).flatMap { $0.isFinite && holds($0) ? $0 : nil } },
      write: { value in
        Int(exactly: value).map { "\($0)" } ?? "\(value)"
      })
  }

  static var positive: Kind { number("above 0") { $0 > 0 } }
  static var probability: Kind { number("from 0 to 1") { (0...1).contains($0) } }
}

extension Kind where Value == Nanoseconds {
  /// A length of time within the range.
  ///
  /// - Parameter orNever: whether `never` is one, read as ``Task/forever``.
  static func duration(_ range: ClosedRange<Nanoseconds>, orNever: Bool = false) -> Kind {
    let lowest = UnitText.duration.text(of: range.lowerBound)
    let highest = UnitText.duration.text(of: range.upperBound)
    return Kind(
      "duration",
      expected: "a duration such as 500ms, 30s, 5m, 2h or 1d, from \(lowest) to \(highest)"
        + (orNever ? ", or never" : ""),
      read: { text in
        if orNever && text == "never" { return Task.forever }
        return UnitText.duration.value(of: text).flatMap { range.contains($0) ? $0 : nil }
      },
      write: { $0 == Task.forever ? "never" : UnitText.duration.text(of: $0) })
  }

  /// An amount of money of zero or more, in micro-dollars.
  static var money: Kind {
    Kind(
      "USD", expected: "US dollars such as 0.15, zero or more, with at most six decimal places",
      read: { text in MoneyText.microDollars(text).flatMap { $0 >= 0 ? $0 : nil } },
      write: MoneyText.text(of:))
  }
}

/// Lengths of time, for ranges and defaults.
enum Span {
  static let millisecond: Nanoseconds = 1_000_000
  static let second: Nanoseconds = 1_000_000_000
  static let minute = 60 * second
  static let hour = 60 * minute
  static let day = 24 * hour
  /// The longest that a setting may ask for: ten years.
  static let longest = 3650 * day
}
