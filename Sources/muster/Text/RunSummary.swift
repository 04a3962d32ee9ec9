import MusterLab

/// One run for a terminal: a line a metric, in groups.
struct RunSummary {
  let result: RunResult
  let width: Int

  var text: String {
    let shown = chosen.map { ($0, MetricCatalogue.info(for: $0.name)) }
    let titles = shown.map(\.1.title.count).max() ?? 0
    let values = shown.map { Number.text($0.0.value) }
    let numbers = values.map(\.count).max() ?? 0
    let units = shown.map(\.1.unit.count).max() ?? 0
    var text = ""
    for group in MetricGroup.allCases {
      let members = shown.indices.filter { shown[$0].1.group == group }
      if members.isEmpty { continue }
      text += "\n\(group.rawValue)\n"
      for index in members {
        let (metric, info) = shown[index]
        let line =
          "  \(info.title.padded(to: titles))  \(values[index].rightAligned(in: numbers)) "
          + "\(info.unit.padded(to: units))  \(metric.name)"
        text += line.trimmedEnd + "\n"
      }
    }
    return text
  }

  /// Of a family such as `gpuAllocationPct@X`, with a value for every X, the one at 100 will do.
  private var chosen: [MetricValue] {
    (result.metrics + result.wallClock).filter { metric in
      guard let at = metric.name.firstIndex(of: "@") else { return true }
      let family = metric.name[...at]
      let members = result.metrics.filter { $0.name.hasPrefix(family) }
      let wanted = members.first { $0.name == family + "100" } ?? members.last
      return wanted?.name == metric.name
    }
  }
}
