/// Counts the numbers of a text, those with decimals, and keeps the largest. A number is a run of digits with
/// commas and one point inside.
struct NumberScan {
  private(set) var count = 0
  private(set) var decimals = 0
  private(set) var largest = 0.0

  private var whole = 0.0
  private var isInside = false
  /// A point was read.
  private var hasPoint = false
  /// A digit was read after it.
  private var hasFraction = false

  mutating func take(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      if !isInside {
        isInside = true
        count += 1
      }
      if hasPoint {
        hasFraction = true
      } else {
        whole = min(whole * 10 + Double(byte - UInt8(ascii: "0")), 1e9)
      }
    case UInt8(ascii: ",") where isInside && !hasPoint: break
    case UInt8(ascii: ".") where isInside && !hasPoint: hasPoint = true
    default: end()
    }
  }

  mutating func end() {
    guard isInside else { return }
    if hasFraction { decimals += 1 }
    largest = max(largest, whole)
    whole = 0
    (isInside, hasPoint, hasFraction) = (false, false, false)
  }
}
