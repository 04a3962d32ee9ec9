import Testing

@testable import MusterLab

@Suite("Tables for the terminal")
struct TableTests {
  @Test("The tables as a person reads them")
  func golden() throws {
    let comparison = ReportFixture.comparison
    try ReportGolden.expect(comparison.table(), matches: "table-120.txt")
    try ReportGolden.expect(
      comparison.table(includesWallClock: true, style: TerminalStyle(width: 60)), matches: "table-60.txt")
    try ReportGolden.expect(
      comparison.table(metrics: ["requeues"], showsDifferences: false, style: TerminalStyle(width: 60)),
      matches: "table-one-metric.txt")
  }

  @Test("No line is wider than the terminal", arguments: [60, 80, 100, 200])
  func width(width: Int) {
    let text = ReportFixture.comparison.table(includesWallClock: true, style: TerminalStyle(width: width))
    for line in text.split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= width)
      #expect(!line.hasSuffix(" "))
    }
  }

  @Test("Colour only when asked for, and the best mean is marked without it")
  func colour() {
    let plain = ReportFixture.comparison.table()
    let coloured = ReportFixture.comparison.table(style: TerminalStyle(usesColour: true))
    #expect(!plain.contains("\u{1B}"))
    #expect(plain.contains("95.21 ± 0.21 *"))
    #expect(coloured.contains("\u{1B}[1;32m"))
    #expect(
      coloured.split(separator: "\u{1B}[1;32m").joined().split(separator: "\u{1B}[0m").joined() == plain)
  }

  @Test(
    "The terminal decides on colour and width",
    arguments: [
      (true, 100, nil, "xterm", 100, true), (true, 100, "1", "xterm", 100, false),
      (true, 100, "", "xterm", 100, true),
      (true, 100, nil, "dumb", 100, false), (true, nil, nil, nil, 80, true),
      (false, nil, nil, "xterm", 120, false),
      (true, 3, nil, nil, 20, true),
    ] as [(Bool, Int?, String?, String?, Int, Bool)])
  func style(isTerminal: Bool, columns: Int?, noColour: String?, term: String?, width: Int, colour: Bool) {
    let style = TerminalStyle(isTerminal: isTerminal, columns: columns, noColour: noColour, terminal: term)
    #expect(style == TerminalStyle(width: width, usesColour: colour))
  }

  @Test("A name cannot move the cursor")
  func controlCharacters() {
    let run = ReportFixture.run("evil\u{1B}[2J\nname", 1, 1, name: "m\u{1B}[31m")
    let text = ComparisonResult(trace: "t\u{7}", results: [run]).table()
    #expect(!text.contains("\u{1B}"))
    #expect(!text.contains("\u{7}"))
    #expect(text.contains("evil\u{FFFD}[2J name"))
  }

  @Test("Where all are alike none is the best")
  func noBest() {
    let info = MetricCatalogue.info(for: "successPct")
    #expect(info.best(of: [1, 1]) == nil)
    #expect(info.best(of: [1]) == nil)
    #expect(info.best(of: [1, nil, .nan, 2]) == 2)
    #expect(MetricCatalogue.info(for: "failedPct").best(of: [1, 2]) == 1)
    #expect(MetricCatalogue.info(for: "unheardOf").best(of: [1, 2]) == nil)
  }

  @Test(
    "Verdicts know the direction",
    arguments: [
      ("successPct", 1.0, 0.5, Verdict.better), ("successPct", -1.0, 0.5, .worse),
      ("failedPct", 1.0, 0.5, .worse),
      ("failedPct", -1.0, 0.5, .better), ("successPct", 0.4, 0.5, .open), ("successPct", 1.0, nil, .open),
      ("unheardOf", 1.0, 0.5, .different),
    ] as [(String, Double, Double?, Verdict)])
  func verdicts(metric: String, mean: Double, ci95: Double?, expected: Verdict) {
    let difference = PairedDifference(mean: mean, ci95: ci95, n: 5)
    #expect(Verdict(difference, MetricCatalogue.info(for: metric)) == expected)
    #expect(Verdict(nil, MetricCatalogue.info(for: metric)) == .absent)
  }

  @Test("Wide letters and marks take the cells they take")
  func displayWidth() {
    #expect(DisplayWidth.of("abc") == 3)
    #expect(DisplayWidth.of("漢字") == 4)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(DisplayWidth.truncated("abcdef", to: 4) == "abc…")
    #expect(DisplayWidth.truncated("漢字漢字", to: 4) == "漢…")
    #expect(DisplayWidth.wrapped("aa bb cc", to: 5) == ["aa bb", "cc"])
  }
}
