import Glibc
import MusterLab
import Testing

@Suite("Numbers and times in text")
struct NumberTests {
  @Test(
    "Whole numbers",
    arguments: [
      ("0", 0, nil), ("-0", 0, nil), ("007", 7, nil), ("9223372036854775807", Int64.max, nil),
      ("-9223372036854775808", Int64.min, nil), ("9223372036854775808", nil, .outOfRange),
      ("-9223372036854775809", nil, .outOfRange), ("", nil, .malformed), ("-", nil, .malformed),
      ("+1", nil, .malformed), ("1 ", nil, .malformed), ("1e3", nil, .malformed), ("--1", nil, .malformed),
      ("99999999999999999999x", nil, .malformed),
    ] as [(String, Int64?, TraceError.Kind?)])
  func wholeNumbers(text: String, value: Int64?, kind: TraceError.Kind?) {
    expect(parsed(text) { parseWholeNumber($0, in: .min ... .max) }, value, kind)
  }

  @Test("Below zero is its own fault where zero is the least")
  func negative() {
    expect(parsed("-3") { parseWholeNumber($0, in: 0...9) }, nil, .negative)
    expect(parsed("-99999999999999999999") { parseWholeNumber($0, in: 0...9) }, nil, .negative)
    expect(parsed("-3") { parseWholeNumber($0, in: -1...9) }, nil, .outOfRange)
    expect(parsed("-0") { parseWholeNumber($0, in: 0...9) }, 0, nil)
    expect(parsed("-1e-3") { parseNumber($0, in: 0...9) }, nil, .negative)
  }

  @Test(
    "Numbers that are none",
    arguments: [
      "", "-", ".5", "5.", "1e", "1e+", "nan", "inf", "-inf", "0x1p3", "1,5", " 1", "1 ", "1_0", "+1",
      "1.2.3",
    ])
  func malformed(text: String) { expect(parsed(text) { parseNumber($0, in: everything) }, nil, .malformed) }

  @Test("Too large for a Double is out of range, too small is zero")
  func extremes() {
    expect(parsed("1e400") { parseNumber($0, in: everything) }, nil, .outOfRange)
    expect(parsed("-1e999999999999") { parseNumber($0, in: everything) }, nil, .outOfRange)
    expect(parsed("1e-400") { parseNumber($0, in: everything) }, 0, nil)
    expect(parsed("0e999999999999") { parseNumber($0, in: everything) }, 0, nil)
  }

  @Test("Numbers are rounded as the C library rounds them", arguments: 0..<8)
  func rounding(seed: UInt64) {
    var random = SplitMix(state: seed)
    for _ in 0..<5_000 {
      let digits = (0..<Int.random(in: 1...24, using: &random)).map { _ in
        String(Int.random(in: 0...9, using: &random))
      }
      .joined()
      var text = Bool.random(using: &random) ? "-" : ""
      text += digits
      if Bool.random(using: &random) { text += "." + String(Int.random(in: 0...99_999_999, using: &random)) }
      if Bool.random(using: &random) { text += "e" + String(Int.random(in: -40...40, using: &random)) }
      expect(parsed(text) { parseNumber($0, in: everything) }, strtod(text, nil), nil)
    }
  }

  @Test(
    "Times of the calendar; the values are those of Python's datetime",
    arguments: [
      ("1970-01-01 00:00:00", 0, nil), ("2023-11-16 18:17:03.9799600", 1_700_158_623_979_960_000, nil),
      ("2024-02-29T23:59:59.999999999Z", 1_709_251_199_999_999_999, nil),
      ("2024-05-10 00:00:00.009930+00:00", 1_715_299_200_009_930_000, nil),
      ("2024-05-10 02:30:00-01:30", 1_715_313_600_000_000_000, nil),
      ("2023-02-29 00:00:00", nil, .outOfRange),
      ("2100-02-29 00:00:00", nil, .outOfRange), ("2023-13-01 00:00:00", nil, .outOfRange),
      ("2023-01-01 24:00:00", nil, .outOfRange), ("1969-12-31 23:59:59", nil, .outOfRange),
      ("2262-01-01 00:00:00", nil, .outOfRange), ("2023-11-16", nil, .malformed),
      ("2023-11-16 18:17:03.", nil, .malformed), ("2023-11-16 18:17:03.1234567890", nil, .malformed),
      ("2023-11-16 18:17:03 ", nil, .malformed), ("23-11-16 18:17:03", nil, .malformed),
      ("", nil, .malformed),
    ] as [(String, Int64?, TraceError.Kind?)])
  func times(text: String, value: Int64?, kind: TraceError.Kind?) {
    expect(parsed(text, parseCivilTime), value, kind)
  }

  @Test("Every day from 1970 to 2261 is where the C library says")
  func days() {
    for day in stride(from: 0, through: 106_650, by: 1) {
      var seconds = time_t(day * 86_400 + day % 86_400)
      var parts = tm()
      gmtime_r(&seconds, &parts)
      let text =
        padded(Int(parts.tm_year) + 1900, 4) + "-" + padded(Int(parts.tm_mon) + 1, 2) + "-"
        + padded(Int(parts.tm_mday), 2) + " " + padded(Int(parts.tm_hour), 2) + ":"
        + padded(Int(parts.tm_min), 2)
        + ":" + padded(Int(parts.tm_sec), 2)
      expect(parsed(text, parseCivilTime), Int64(seconds) * 1_000_000_000, nil)
    }
  }

  private let everything = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude

  private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private func parsed<Value>(_ text: String, _ parse: (Bytes) -> Parsed<Value>) -> Parsed<Value> {
    Array(text.utf8).withUnsafeBufferPointer(parse)
  }

  private func expect<Value: Equatable>(
    _ parsed: Parsed<Value>, _ value: Value?, _ kind: TraceError.Kind?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    switch parsed {
    case .value(let found): #expect(found == value && kind == nil, sourceLocation: sourceLocation)
    case .fault(let found): #expect(found == kind && value == nil, sourceLocation: sourceLocation)
    }
  }
}
