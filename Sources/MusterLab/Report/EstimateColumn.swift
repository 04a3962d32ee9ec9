/// A column of `mean ± interval` aligned on the decimal points and on the sign.
enum EstimateColumn {
  /// The texts of a column, all of one width; nil stays an absent value.
  static func aligned(_ cells: [EstimateText?]) -> [String] {
    let means = alignedOnPoint(cells.map { $0?.mean ?? NumberText.absent })
    let intervals = alignedOnPoint(cells.map { $0?.interval ?? "" })
    let hasIntervals = cells.contains { $0?.interval != nil }
    guard hasIntervals else { return means }
    return zip(cells, zip(means, intervals)).map { cell, texts in
      let blank = String(repeating: " ", count: texts.1.count + 3)
      return cell?.interval == nil ? texts.0 + blank : "\(texts.0) ± \(texts.1)"
    }
  }

  private static func alignedOnPoint(_ texts: [String]) -> [String] {
    let parts = texts.map { text in
      let point = text.firstIndex(of: ".") ?? text.endIndex
      return (whole: text[..<point], fraction: text[point...])
    }
    let whole = parts.map(\.whole.count).max() ?? 0
    let fraction = parts.map(\.fraction.count).max() ?? 0
    return parts.map { part in
      String(repeating: " ", count: whole - part.whole.count) + part.whole + part.fraction
        + String(repeating: " ", count: fraction - part.fraction.count)
    }
  }
}
