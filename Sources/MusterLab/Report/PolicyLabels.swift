/// Short names of policies for tables in a terminal.
///
/// A policy may be a sentence of eighty characters; the table then carries its number and beginning, and a
/// legend above has it in full.
struct PolicyLabels {
  let labels: [String]
  /// Empty when the labels say everything.
  let legend: String

  init(_ policies: [String], width: Int) {
    let names = policies.map(DisplayWidth.printable)
    let limit = max(16, width / 3)
    guard names.contains(where: { DisplayWidth.of($0) > limit }) else {
      labels = names
      legend = ""
      return
    }
    let digits = String(names.count).count
    let numbers = names.indices.map { index in
      let number = String(index + 1)
      return String(repeating: " ", count: digits - number.count) + number
    }
    labels = zip(numbers, names).map { "\($0) \(DisplayWidth.truncated($1, to: limit - digits - 1))" }
    let indent = "\n" + String(repeating: " ", count: digits + 1)
    legend = zip(numbers, names).map { number, name in
      number + " " + DisplayWidth.wrapped(name, to: width - digits - 1).joined(separator: indent) + "\n"
    }.joined()
  }
}
