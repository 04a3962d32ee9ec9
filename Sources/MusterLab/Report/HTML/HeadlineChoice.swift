/// Which metrics a report draws first.
enum HeadlineChoice {
  /// Those asked for, as far as they were measured; else those the catalogue leads with; else the first few.
  static func names(_ wanted: [String]?, among measured: [String]) -> [String] {
    let known = Set(measured)
    if let wanted { return wanted.unique.filter { known.contains($0) } }
    let led = MetricCatalogue.headlines.filter { known.contains($0) }
    return Array((led.isEmpty ? measured : led).prefix(6))
  }
}
