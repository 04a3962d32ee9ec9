import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import MusterLab

@Suite("The HTML report")
struct HTMLTests {
  private func parse(_ html: String) throws -> ParsedPage {
    let page = ParsedPage()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = page
    try #require(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
    return page
  }

  /// The page without its style sheet, which is better read where it is written.
  @Test("The page as a person reads it")
  func golden() throws {
    let html = HTMLReport(ReportFixture.input()).html
    let parts = html.components(separatedBy: ReportStyle.css)
    try #require(parts.count == 2)
    try ReportGolden.expect(parts.joined(separator: "…\n"), matches: "report.html")
  }

  @Test("Nothing is fetched")
  func selfContained() throws {
    var input = ReportFixture.input()
    input.includesWallClock = true
    let html = HTMLReport(input).html
    let page = try parse(html)
    for name in ["script", "link", "img", "iframe", "object", "embed", "base", "use", "image", "a"] {
      #expect(!page.names.contains(name), "\(name)")
    }
    for name in ["src", "href", "xlink:href", "srcset", "data", "action", "style", "onload", "onclick"] {
      #expect(!page.attributes.contains(name), "\(name)")
    }
    for word in ["url(", "@import", "http:", "https:", "//"] {
      #expect(!html.contains(word), "\(word)")
    }
  }

  @Test("All text is escaped, wherever it comes from")
  func escaping() throws {
    let hostile = "</style><script>alert('1')</script>&amp;\"\u{1}\u{FFFE}"
    let run = RunResult(
      policy: hostile, seed: 1, metrics: [MetricValue(hostile, 1)],
      wallClock: [MetricValue(hostile + "w", 1)],
      curves: [
        Curve(name: hostile, xUnit: hostile, yUnit: hostile, points: [CurvePoint(0, 0), CurvePoint(1, 1)])
      ])
    let comparison = ComparisonResult(trace: hostile, results: [run, run])
    let html = HTMLReport(
      ReportInput(
        title: hostile, command: hostile, comparison: comparison,
        policies: [PolicySentence(name: hostile, sentence: hostile + "s")], headlines: [hostile],
        notes: [hostile],
        details: [ReportDetail(hostile, hostile)], includesWallClock: true)
    ).html
    let page = try parse(html)
    #expect(!page.names.contains("script"))
    #expect(page.names.filter { $0 == "style" }.count == 1)
    // As text it is all there, with what XML forbids replaced.
    #expect(page.text.contains("</style><script>alert('1')</script>&amp;\"\u{FFFD}\u{FFFD}"))
  }

  @Test("Only elements that HTML leaves empty are closed in one tag")
  func emptyElements() throws {
    let html = HTMLReport(ReportFixture.input()).html
    let allowed: Set<Substring> = ["meta", "line", "path", "rect", "circle"]
    for part in html.components(separatedBy: "/>").dropLast() {
      let open = try #require(part.lastIndex(of: "<"))
      let name = part[part.index(after: open)...].prefix { $0.isLetter }
      #expect(allowed.contains(name), "\(name)")
    }
  }

  @Test("What was run, the policies' sentences, the notes and the details are said")
  func content() throws {
    let page = try parse(HTMLReport(ReportFixture.input()).html)
    for words in [
      "Fragmentation & the simple rules", "muster compare --trace openb/default --seeds 1..5", "1 to 5",
      "feasible | bestfit | best", "0.7 <fragmentation> & \"best\"", "No departures", "0.1.0",
      "costPerSuccessUSD is undefined in 5 of 5 runs",
    ] {
      #expect(page.text.contains(words), "\(words)")
    }
    #expect(!page.text.contains("NaN"))
    #expect(!page.text.contains("nan"))
  }

  @Test("Figures that differ from run to run are left out unless asked for")
  func wallClock() {
    var input = ReportFixture.input()
    #expect(!HTMLReport(input).html.contains("wallS"))
    input.includesWallClock = true
    #expect(HTMLReport(input).html.contains("wallS"))
  }

  @Test("One seed: a dash for the interval, and no band")
  func oneSeed() throws {
    let runs = ReportFixture.runs.filter { $0.seed == 1 }
    let comparison = ComparisonResult(trace: "t", results: runs, policies: ReportFixture.policies)
    let html = HTMLReport(ReportFixture.input(comparison)).html
    let page = try parse(html)
    #expect(page.text.contains("86.10 ± –"))
    #expect(!page.text.contains("± 0"))
    #expect(!html.contains("class=\"band"))
    #expect(HTMLReport(ReportFixture.input()).html.contains("class=\"band"))
  }

  @Test("Nothing measured, nothing broken")
  func empty() throws {
    _ = try parse(
      HTMLReport(
        ReportInput(title: "", command: "", comparison: ComparisonResult(trace: "", results: []))
      ).html)
    let nothing = ComparisonResult(
      trace: "t",
      results: [
        RunResult(
          policy: "a", seed: 1, metrics: [MetricValue("successPct", .nan)],
          curves: [Curve(name: "c", xUnit: "", yUnit: "", points: [CurvePoint(.nan, 1)])])
      ])
    let page = try parse(
      HTMLReport(ReportInput(title: "t", command: "c", comparison: nothing)).html)
    #expect(page.text.contains("No finite value to draw."))
  }

  @Test("Two dozen policies are drawn differently")
  func styles() {
    let styles = (0..<24).map(SeriesStyle.init).map { "\($0.colourClass) \($0.dash) \($0.markerPath)" }
    #expect(Set(styles).count == 24)
    // Neighbours differ in all three, so that no one of them has to carry the difference.
    for (a, b) in zip((0..<24).map(SeriesStyle.init), (1..<25).map(SeriesStyle.init)) {
      #expect(a.colourClass != b.colourClass && a.dash != b.dash && a.markerPath != b.markerPath)
    }
    for index in 0..<SeriesStyle.colourCount {
      #expect(ReportStyle.css.components(separatedBy: "--c\(index):").count == 3, "light and dark")
    }
  }

  @Test("Headlines: those asked for, else those the catalogue leads with, else the first")
  func headlines() {
    let measured = ["requeues", "jain", "successPct"]
    #expect(HeadlineChoice.names(["requeues", "absent"], among: measured) == ["requeues"])
    #expect(HeadlineChoice.names(nil, among: measured) == ["successPct", "jain"])
    #expect(HeadlineChoice.names(nil, among: ["x", "y"]) == ["x", "y"])
  }

  @Test("Seeds in few words")
  func seeds() {
    #expect(SeedText.text([42, 43, 44, 45]) == "42 to 45")
    #expect(SeedText.text([1, 2, 5, 7, 8, 9]) == "1, 2, 5, 7 to 9")
    #expect(SeedText.text([]) == "–")
    #expect(SeedText.text([0, .max]) == "0, 18446744073709551615")
  }
}

/// The names, attributes and text of a page; that it parses at all says that its tags are balanced.
private final class ParsedPage: NSObject, XMLParserDelegate {
  private(set) var names: [String] = []
  private(set) var attributes: Set<String> = []
  private(set) var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    names.append(name)
    self.attributes.formUnion(attributes.keys)
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
