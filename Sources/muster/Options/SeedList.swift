import ArgumentParser

/// Seeds as people write them: `10` for 1 to 10, `42...51` for a range, `1,2,5` for a list, whose members may be
/// ranges too.
struct SeedList: Equatable {
  let seeds: [UInt64]

  /// More than anybody waits for, and few enough to be held.
  static let limit: UInt64 = 10_000_000

  static let help = "N for 1...N, A...B, or a list such as 1,2,5."

  init(_ seeds: [UInt64]) { self.seeds = seeds }

  init(parsing text: String) throws {
    if !text.contains(","), let count = UInt64(text) {
      guard (1...Self.limit).contains(count) else {
        throw ValidationError("found \(text) seeds, expected 1 to \(Self.limit)")
      }
      seeds = Array(1...count)
      return
    }
    var seeds: [UInt64] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let range = try Self.range(part)
      guard range.upperBound - range.lowerBound < Self.limit - UInt64(seeds.count) else {
        throw ValidationError("found more than \(Self.limit) seeds")
      }
      seeds += range
    }
    guard Set(seeds).count == seeds.count else {
      throw ValidationError("found a seed twice, expected each once")
    }
    self.seeds = seeds
  }

  private static func range(_ part: Substring) throws -> ClosedRange<UInt64> {
    if let seed = number(part) { return seed...seed }
    if let dots = part.firstRange(of: "..."), let first = number(part[..<dots.lowerBound]),
      let last = number(part[dots.upperBound...])
    {
      guard first <= last else {
        throw ValidationError("found the range \(part), expected the lower seed first")
      }
      return first...last
    }
    throw ValidationError("found \"\(part)\", expected \(help)")
  }

  private static func number(_ text: Substring) -> UInt64? {
    // `UInt64(_:)` alone would take "+5".
    text.first?.isNumber == true ? UInt64(text) : nil
  }
}
