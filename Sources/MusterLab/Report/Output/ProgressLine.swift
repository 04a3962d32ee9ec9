/// The text of a progress bar: pure, so that it can be tested without a terminal or a clock.
struct ProgressLine {
  var label: String
  var done: Int
  /// Nil when it is not known how much there is to do.
  var total: Int?
  var elapsedNanoseconds: UInt64

  /// The line, never wider than the terminal: a line that wraps cannot be taken back.
  func text(width: Int) -> String {
    let name = DisplayWidth.printable(label)
    var tail = "\(counts)  \(rate)"
    if let remaining { tail += "  ETA \(Self.duration(seconds: remaining))" }
    // The last column stays free: writing there makes some terminals wrap.
    let room = max(width - 1, 0)
    let bar = room - DisplayWidth.of(name) - DisplayWidth.of(tail) - 4
    guard let share, bar >= 12 else { return DisplayWidth.truncated("\(name)  \(tail)", to: max(room, 1)) }
    let cells = min(bar, 42) - 2
    let filled = Int(share * Double(cells))
    let head = filled < cells ? ">" : ""
    let rest = cells - filled - head.count
    return
      "\(name)  [\(String(repeating: "=", count: filled))\(head)\(String(repeating: " ", count: rest))]  \(tail)"
  }

  private var share: Double? {
    guard let total, total > 0 else { return nil }
    return min(max(Double(done) / Double(total), 0), 1)
  }

  private var counts: String { total.map { "\(done)/\($0)" } ?? "\(done)" }

  private var perSecond: Double {
    elapsedNanoseconds == 0 ? 0 : Double(done) / (Double(elapsedNanoseconds) * 1e-9)
  }

  private var rate: String {
    let rate = perSecond
    for (limit, suffix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where rate >= limit {
      return NumberText.plain(rate / limit, significant: 3) + suffix + "/s"
    }
    return NumberText.plain(rate, significant: 3) + "/s"
  }

  private var remaining: Double? {
    guard let total, done > 0, done < total, perSecond > 0 else { return nil }
    return Double(total - done) / perSecond
  }

  /// `7 s`, `1:05`, `2:03:04`, `3 d`.
  static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return NumberText.absent }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60):\(two(whole % 60))" }
    if whole < 172_800 { return "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))" }
    return "\(whole / 86_400) d"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
