/// Reads verdicts from what verifiers write.
enum VerdictText {
  /// The number on the last line that is not empty, if it is one from 0 to 1.
  static func number(in text: String) -> Double? { lines(of: text).last.flatMap(number(on:)) }

  /// The verdict of a model: `yes`, `no` or a number from 0 to 1 on its last line, or else on its first. A reason
  /// may follow the word after a mark: `No: the sum is 5.`
  /// - Returns: nil for anything else.
  static func verdict(in text: String, threshold: Double) -> Verdict? {
    let lines = lines(of: text)
    guard let first = lines.first, let last = lines.last else { return nil }
    return verdict(on: last, threshold) ?? verdict(on: first, threshold)
  }

  private static func verdict(on line: String, _ threshold: Double) -> Verdict? {
    let bare = line.drop { "*_`\"' ".contains($0) }
    let word = bare.prefix { $0.isLetter }
    let rest = bare.dropFirst(word.count)
    if rest.first.map({ "*_`\"'.,:;!".contains($0) }) ?? true {
      switch word.lowercased() {
      case "yes": return Verdict(.accepted)
      case "no": return Verdict(.rejected)
      default: break
      }
    }
    let end = bare.lastIndex { !"*_`\"' ".contains($0) }
    return end.flatMap { number(on: String(bare[...$0])) }.map { Verdict(value: $0, threshold: threshold) }
  }

  private static func number(on line: String) -> Double? {
    // What Double reads beyond decimals (hexadecimal, nan) is no verdict.
    guard line.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }), let value = Double(line) else {
      return nil
    }
    return (0...1).contains(value) ? value : nil
  }

  /// The lines that are not empty, without white space around them.
  private static func lines(of text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let start = line.drop { $0.isWhitespace }
      return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) }
    }
  }
}
