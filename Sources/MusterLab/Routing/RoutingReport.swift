import MusterMath

/// What ``RoutingStudy`` and ``RoutingOnline`` found, for people and for scripts.
public struct RoutingReport: Sendable {
  public let table: RoutingTable
  public let seeds: [UInt64]
  public let rows: [RoutingStudy.Row]
  public let online: [RoutingOnline.Row]

  /// A report of what was run on a table.
  public init(
    _ table: RoutingTable, seeds: [UInt64], rows: [RoutingStudy.Row], online: [RoutingOnline.Row]
  ) {
    self.table = table
    self.seeds = seeds
    self.rows = rows
    self.online = online
  }

  /// The published routers, as in RouteLLM's table for the benchmark, by how many prompts that has; trained
  /// on preferences of Chatbot Arena. CPT in per cent.
  private var published: [(name: String, half: String, most: String, gap: String)] {
    switch table.count {
    case 14_037:
      [
        ("random, published", "50.1", "79.9", ".500"),
        ("matrix factorisation, published", "35.5", "71.4", ".597"),
        ("similarity-weighted, published", "35.4", "71.6", ".603"),
      ]
    case 1307:
      [("random, published", "50.0", "80.1", ".497"), ("causal LLM, published", "33.6", "63.3", ".622")]
    default: []
    }
  }

  /// Tables for a terminal or a file.
  public func text(style: TerminalStyle = TerminalStyle()) -> String {
    var out = "\(table.file): \(table.count) prompts"
    if table.contaminated > 0 { out += ", without \(table.contaminated) that RouteLLM's training data holds" }
    out += "\n\(seeds.count) splits, seeds \(seeds.map { "\($0)" }.joined(separator: " ")): "
    out += "half to learn from, half to test; means with 95 % intervals\n"
    out +=
      "APGR: the share of the gap between the models that is recovered, on average over shares of calls;\n"
    out += "CPT(x): the % of calls to the strong model that recovers x % of the gap\n\n"
    out += curves.text(style: style)
    if !online.isEmpty {
      out += "\nLearned in one pass, one answer a prompt, of a model drawn evenly: APGR by labels used\n\n"
      out += passes.text(style: style)
    }
    return out
  }

  private var curves: TextTable {
    let order = rows.sorted { Summary($0.averageGapRecovered).mean > Summary($1.averageGapRecovered).mean }
    let known = published
    return TextTable(columns: [
      .init(
        heading: ["router"], alignment: .left,
        cells: order.map(\.router.rawValue) + known.map(\.name)),
      .init(
        heading: ["APGR"], alignment: .right,
        cells: order.map { estimate($0.averageGapRecovered, 1) } + known.map(\.gap)),
      .init(
        heading: ["CPT(50)"], alignment: .right,
        cells: order.map { estimate($0.callShareForHalf, 100) } + known.map(\.half)),
      .init(
        heading: ["CPT(80)"], alignment: .right,
        cells: order.map { estimate($0.callShareForMost, 100) } + known.map(\.most)),
      .init(
        heading: ["labels seen"], alignment: .left,
        cells: order.map(\.router.labels)
          + known.map { $0.name.hasPrefix("random") ? "none" : "Chatbot Arena's, none of these" }),
    ])
  }

  private var passes: TextTable {
    var labels: [Int] = []
    var learners: [String] = []
    for row in online {
      if !labels.contains(row.labels) { labels.append(row.labels) }
      if !learners.contains(row.learner) { learners.append(row.learner) }
    }
    let columns = labels.map { count in
      TextTable.Column(
        heading: ["\(count)"], alignment: .right,
        cells: learners.map { learner in
          let row = online.first { $0.learner == learner && $0.labels == count }
          return row.map { estimate($0.averageGapRecovered, 1) } ?? NumberText.absent
        })
    }
    return TextTable(
      columns: [TextTable.Column(heading: ["router"], alignment: .left, cells: learners)] + columns)
  }

  private func estimate(_ values: [Double], _ factor: Double) -> String {
    let estimate = Estimate(of: values.map { $0 * factor })
    return NumberText.estimate(mean: estimate.mean, ci95: estimate.ci95).text
  }

  /// The same as JSON, with the value of every split. The same study gives the same bytes.
  public var json: String {
    func values(_ values: [Double]) -> JSONWriter.Value { .array(values.map { .number($0) }) }
    func summary(_ all: [Double]) -> [JSONWriter.Member] {
      let estimate = Estimate(of: all)
      return [
        .init("mean", .number(estimate.mean)), .init("ci95", estimate.ci95.map { .number($0) } ?? .null),
        .init("apgr", values(all)),
      ]
    }
    let value = JSONWriter.Value.object([
      .init("file", .string(table.file)), .init("prompts", .integer(table.count)),
      .init("contaminated", .integer(table.contaminated)),
      .init("seeds", .array(seeds.map { .unsigned($0) })),
      .init(
        "routers",
        .array(
          rows.map { row in
            .object(
              [
                .init("router", .string(row.router.rawValue)), .init("meaning", .string(row.router.meaning)),
                .init("labels", .string(row.router.labels)),
              ]
                + summary(row.averageGapRecovered)
                + [
                  .init("cpt50", values(row.callShareForHalf)), .init("cpt80", values(row.callShareForMost)),
                ])
          })),
      .init(
        "online",
        .array(
          online.map { row in
            .object(
              [.init("router", .string(row.learner)), .init("labels", .integer(row.labels))]
                + summary(row.averageGapRecovered))
          })),
    ])
    return JSONWriter.text(value, brokenLevels: 2) + "\n"
  }
}
