/// What one process measured: named values, `name=value` a line on its standard output.
struct Measurement: Sendable {
  private var pairs: [(name: String, value: String)] = []

  init() {}

  /// Takes up the lines that a process printed.
  init(parsing text: String) {
    for line in text.split(separator: "\n") {
      guard let sign = line.firstIndex(of: "=") else { continue }
      self[word: String(line[..<sign])] = String(line[line.index(after: sign)...])
    }
  }

  subscript(word name: String) -> String? {
    get { pairs.first { $0.name == name }?.value }
    set {
      pairs.removeAll { $0.name == name }
      if let newValue { pairs.append((name, newValue)) }
    }
  }

  subscript(_ name: String) -> Double? {
    get { self[word: name].flatMap(Double.init) }
    set { self[word: name] = newValue.map { "\($0)" } }
  }

  /// Values whose names begin with `prefix`, and what follows it.
  func named(_ prefix: String) -> [(name: String, value: String)] {
    pairs.filter { $0.name.hasPrefix(prefix) }.map { (String($0.name.dropFirst(prefix.count)), $0.value) }
  }

  var text: String { pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "\n") }
}
