/// A comparison as one self-contained HTML file: no script, no font, no image, nothing fetched. It is
/// well-formed XML as well, so that any parser can check it.
public struct HTMLReport: Sendable {
  private let input: ReportInput
  private let comparison: ComparisonResult

  /// A report that says what the input says.
  public init(_ input: ReportInput) {
    self.input = input
    self.comparison = input.comparison
  }

  /// The text of the file.
  public var html: String {
    var page = Markup()
    page.raw("<!DOCTYPE html>\n")
    page.element("html", ["lang": "en"]) { html in
      html.raw("\n")
      html.element("head") { head(into: &$0) }
      html.element("body") { body in
        body.element("main") { main in
          header(into: &main)
          setting(into: &main)
          headlines(into: &main)
          curves(into: &main)
          tables(into: &main)
          glossary(into: &main)
          notes(into: &main)
          details(into: &main)
        }
      }
    }
    return page.text + "\n"
  }

  private func head(into head: inout Markup) {
    head.empty("meta", ["charset": "utf-8"])
    head.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    head.empty("meta", ["name": "color-scheme", "content": "light dark"])
    head.raw("\n")
    head.element("title", input.title)
    head.element("style") { $0.raw("\n" + ReportStyle.css) }
  }

  private func header(into main: inout Markup) {
    main.element("header") { header in
      header.element("h1", input.title)
      header.element(
        "p", ["class": "lead"],
        [
          "Trace \(comparison.trace)", Self.count(comparison.policies.count, "policy", "policies"),
          Self.count(comparison.seeds.count, "seed", "seeds"),
          Self.count(comparison.results.count, "run", "runs"),
        ].joined(separator: " · "))
    }
  }

  private func setting(into main: inout Markup) {
    main.element("section") { section in
      section.element("h2", "What was run")
      section.element("pre") { $0.element("code") { command(into: &$0) } }
      section.element("dl") { list in
        list.element("dt", "Trace")
        list.element("dd", comparison.trace)
        list.element("dt", "Seeds")
        list.element("dd", SeedText.text(comparison.seeds))
      }
      section.element("h3", "Policies")
      section.element("ol", ["class": "policies"]) { list in
        for (index, policy) in comparison.policies.enumerated() {
          list.element("li") { item in
            PolicyName(index: index, name: policy).write(into: &item)
            let sentence = input.policies.first { $0.name == policy }?.sentence
            if let sentence, sentence != policy { item.element("code", sentence) }
          }
        }
      }
    }
  }

  /// Word by word, so that a long line breaks between words and not after the hyphens of an option.
  private func command(into code: inout Markup) {
    for (index, word) in input.command.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { code.write(" ") }
      code.element("span", String(word))
    }
  }

  private func headlines(into main: inout Markup) {
    let names = HeadlineChoice.names(input.headlines, among: comparison.metrics)
    guard !names.isEmpty else { return }
    main.element("section") { section in
      section.element("h2", "Headline metrics")
      section.element("p", ["class": "key"], key)
      for name in names {
        DotPlot(comparison, metric: name).write(into: &section)
      }
    }
  }

  private var key: String {
    var text =
      "A marker is the mean over the seeds, the bar its 95 % interval (Student’s t), each thin stroke one run."
    if let first = comparison.policies.first, comparison.policies.count > 1 {
      text +=
        " The dashed line is the mean of policy 1, \(first). “Against 1” is the difference from it, paired by "
        + "seed: ✓ better, ✗ worse, ≠ different, ~ not told apart at 95 %. ★ marks the best mean, which need not be "
        + "told apart from the next. One interval in twenty misses; over many metrics, some differences "
        + "are chance."
    }
    if comparison.seeds.count == 1 {
      text += " With one seed there is no interval: a dash stands in its place."
    }
    return text
  }

  private func curves(into main: inout Markup) {
    let plots = LinePlot.all(comparison)
    guard !plots.isEmpty else { return }
    main.element("section") { section in
      section.element("h2", "Curves")
      section.element(
        "p", ["class": "key"], "Lines are means over the seeds, bands their 95 % intervals at each place.")
      for plot in plots { plot.write(into: &section) }
    }
  }

  private func tables(into main: inout Markup) {
    let names = comparison.metrics + (input.includesWallClock ? comparison.wallClockMetrics : [])
    guard !names.isEmpty else { return }
    main.element("section") { section in
      section.element("h2", "All metrics")
      section.element(
        "p", ["class": "key"], "Mean ± 95 % interval; below it the difference from policy 1, paired by seed.")
      SummaryTables(comparison: comparison, metrics: names).write(into: &section)
    }
  }

  private func glossary(into main: inout Markup) {
    let names = comparison.metrics + (input.includesWallClock ? comparison.wallClockMetrics : [])
    let known = names.filter(MetricCatalogue.contains)
    guard !known.isEmpty else { return }
    main.element("section") { section in
      section.element("h2", "What the metrics mean")
      section.element("dl", ["class": "glossary"]) { list in
        for name in known {
          let info = MetricCatalogue.info(for: name)
          list.element("dt") { $0.element("code", name) }
          let kind = info.unitAndDirectionInWords
          list.element("dd", info.meaning + (kind.isEmpty ? "" : " (\(kind))"))
        }
      }
    }
  }

  private func notes(into main: inout Markup) {
    guard !input.notes.isEmpty || !comparison.warnings.isEmpty else { return }
    main.element("section") { section in
      section.element("h2", "Notes")
      for note in input.notes { section.element("p", note) }
      guard !comparison.warnings.isEmpty else { return }
      section.element("ul", ["class": "warnings"]) { list in
        for warning in comparison.warnings { list.element("li", warning) }
      }
    }
  }

  private func details(into main: inout Markup) {
    guard !input.details.isEmpty else { return }
    main.element("section") { section in
      section.element("h2", "How this report was made")
      section.element("dl") { list in
        for detail in input.details {
          list.element("dt", detail.name)
          list.element("dd", detail.value)
        }
      }
    }
  }

  private static func count(_ number: Int, _ one: String, _ many: String) -> String {
    number == 1 ? "1 \(one)" : "\(number) \(many)"
  }
}
