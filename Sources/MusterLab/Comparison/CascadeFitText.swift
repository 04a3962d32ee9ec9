extension CascadeFit {
  /// The front as a table, and the sentence of its last line.
  public var text: String {
    func column(_ name: String, _ unit: String, _ cells: [String]) -> TextTable.Column {
      TextTable.Column(heading: [name, unit], alignment: .right, cells: cells)
    }
    var stages = TextTable.Column(heading: ["stages", ""], alignment: .left, cells: [])
    stages.cells = lines.map { $0.stages.joined(separator: " > ") }
    let table = TextTable(columns: [
      column("solved", "%", lines.map { NumberText.fixed($0.solvedPct, decimals: 1) }),
      column("cost a task", "USD", lines.map { NumberText.fixed($0.costPerTaskUSD, decimals: 4) }), stages,
    ])
    var text = table.text(style: TerminalStyle(width: 10_000, usesColour: false))
    text += "\nFitted to \(tasks) tasks\(scope).\n"
    if let best { text += "attempts=\(best.stages.count)  \(best.sentence)\n" }
    return text
  }

  /// How much was looked at.
  private var scope: String {
    switch method {
    case .verdict where isExact: "; no cascade does better on them"
    case .verdict: "; too many cascades to look at all of them"
    case .thresholds: "; of all orders, at some thresholds of each agent"
    case .selfVerification: "; of all orders, at some worths of a right answer"
    }
  }

  /// The front as JSON, the contract for scripts: keys in this order.
  /// - Parameter trace: the spec that it was fitted to.
  public func json(trace: String) -> String {
    JSONWriter.text(
      .object([
        .init("trace", .string(trace)), .init("by", .string(method.rawValue)),
        .init("tasks", .integer(tasks)),
        .init("isExact", .bool(isExact)),
        .init(
          "front",
          .array(
            lines.map { line in
              .object([
                .init("stages", .array(line.stages.map { .string($0) })),
                .init("solvedPct", .number(line.solvedPct)),
                .init("costPerTaskUSD", .number(line.costPerTaskUSD)),
                .init("attempts", .integer(line.stages.count)), .init("sentence", .string(line.sentence)),
              ])
            })),
      ]), brokenLevels: 2) + "\n"
  }
}
