import MusterMath

extension CounterfactualReport {
  /// The report as a table and its warnings, for people.
  /// - Parameter loggedName: what the policy is called that wrote the log.
  public func table(loggedName: String = "as logged", style: TerminalStyle) -> String {
    let names = [loggedName] + targets.map(\.name)
    func column(_ heading: String, _ first: String, _ cells: [String]) -> TextTable.Column {
      TextTable.Column(heading: [heading], alignment: .right, cells: [first] + cells)
    }
    let columns = [
      TextTable.Column(heading: ["policy"], alignment: .left, cells: names),
      estimates("IPS", targets.map(\.inversePropensity)), estimates("SNIPS", targets.map(\.selfNormalised)),
      estimates("DR", targets.map(\.doublyRobust)),
      column("ESS", "\(used)", targets.map { "\(Int($0.overlap.effectiveCount.rounded()))" }),
      column("most", "1", targets.map { NumberText.fixed($0.overlap.greatestWeight, decimals: 1) }),
      column("overlap", "1.00", targets.map { NumberText.fixed($0.overlap.meanWeight, decimals: 2) }),
    ]
    var out = TextTable(columns: columns).text(style: style)
    out += "\nMean reward a decision, from \(used) of \(decisions) decisions; "
    out += "intervals hold the truth in \(NumberText.fixed(level * 100, decimals: 0)) % of logs.\n"
    out +=
      "IPS weights rewards, SNIPS normalises the weights, DR adds a model. ESS: as many decisions of its own\n"
    out +=
      "would tell as much; most: the greatest weight; overlap: the mean weight, 1 where the log covers it.\n"
    for warning in warnings { out += "warning: \(warning)\n" }
    for target in targets {
      for warning in target.warnings { out += "warning: \(target.name): \(warning)\n" }
    }
    return out
  }

  private func estimates(_ heading: String, _ cells: [OffPolicyEstimate]) -> TextTable.Column {
    let texts = ([logged] + cells).map { NumberText.estimate(mean: $0.value, ci95: $0.halfWidth) }
    return TextTable.Column(heading: [heading], alignment: .right, cells: EstimateColumn.aligned(texts))
  }
}
