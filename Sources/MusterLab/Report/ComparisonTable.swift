extension ComparisonResult {
  /// The comparison as tables for a terminal: the means with their intervals, then the paired differences
  /// from the first policy, then the wall-clock figures if wanted, then the warnings.
  ///
  /// - Parameters:
  ///   - metrics: the metrics to show, in this order; nil for all.
  ///   - showsDifferences: whether the paired differences follow the means.
  ///   - includesWallClock: whether to show the figures that differ from run to run.
  ///   - style: the width and whether colour may be used.
  public func table(
    metrics: [String]? = nil, showsDifferences: Bool = true, includesWallClock: Bool = false,
    style: TerminalStyle = TerminalStyle()
  ) -> String {
    let labels = PolicyLabels(policies, width: style.width)
    let names = metrics ?? self.metrics
    var parts: [String] = []
    if !labels.legend.isEmpty { parts.append(labels.legend) }
    parts.append(meanTable(names, labels, style))
    if showsDifferences, let differences = differenceTable(names, labels, style) { parts.append(differences) }
    if includesWallClock, !wallClockMetrics.isEmpty {
      parts.append(
        "On this machine, differing from run to run\n" + meanTable(wallClockMetrics, labels, style))
    }
    if !warnings.isEmpty {
      parts.append(
        warnings.map { warning in
          let lines = DisplayWidth.wrapped(DisplayWidth.printable(warning), to: style.width - 2)
          return "! " + lines.joined(separator: "\n  ") + "\n"
        }.joined())
    }
    return parts.joined(separator: "\n")
  }

  private func meanTable(_ names: [String], _ labels: PolicyLabels, _ style: TerminalStyle) -> String {
    let columns = names.map { name -> TextTable.Column in
      let column = MetricColumn(self, name)
      let texts = EstimateColumn.aligned(
        column.rows.map { $0.map { NumberText.estimate(mean: $0.mean, ci95: $0.ci95) } })
      let winners = Set(policies.indices.filter(column.isBest))
      return TextTable.Column(
        heading: [DisplayWidth.printable(name), column.info.unitAndDirection], alignment: .right,
        cells: texts.indices.map { texts[$0] + (winners.contains($0) ? " *" : "  ") }, emphasised: winners)
    }
    let title = "\(DisplayWidth.printable(trace)): mean ± 95 % interval over \(seedCount), * best mean"
    return DisplayWidth.wrapped(title, to: style.width).joined(separator: "\n")
      + "\n\n" + TextTable(columns: [head(labels.labels[...])] + columns).text(style: style)
  }

  private func differenceTable(
    _ names: [String], _ labels: PolicyLabels, _ style: TerminalStyle
  ) -> String? {
    guard let baseline = policies.first, summary.contains(where: { $0.pairedDifference != nil }) else {
      return nil
    }
    let columns = names.map { name -> TextTable.Column in
      let column = MetricColumn(self, name)
      // The first policy has no row: it would be all zeros.
      let differences = column.rows.dropFirst().map { $0?.pairedDifference }
      let texts = EstimateColumn.aligned(
        differences.map {
          $0.map { NumberText.estimate(mean: $0.mean, ci95: $0.ci95, signed: true) }
        })
      return TextTable.Column(
        heading: [DisplayWidth.printable(name), column.info.unitAndDirection], alignment: .right,
        cells: zip(texts, differences).map { "\($0) \(Verdict($1, column.info).mark)" })
    }
    let title =
      "Difference from \(DisplayWidth.printable(baseline)), paired by seed: ✓ better, ✗ worse, "
      + "~ not told apart at 95 %"
    return DisplayWidth.wrapped(title, to: style.width).joined(separator: "\n")
      + "\n\n" + TextTable(columns: [head(labels.labels.dropFirst())] + columns).text(style: style)
  }

  private func head(_ labels: ArraySlice<String>) -> TextTable.Column {
    TextTable.Column(heading: ["policy"], alignment: .left, cells: Array(labels))
  }

  private var seedCount: String { seeds.count == 1 ? "1 seed" : "\(seeds.count) seeds" }
}
