/// A program that is measured, perhaps beside another.
enum Side {
  /// A probe of this program, and its arguments.
  case muster(String, [String] = [])
  /// A Python file among the peers, and its arguments.
  case peer(String, [String] = [])
}

/// What a side measured, round by round.
struct Series {
  var measurements: [Measurement] = []

  /// The values of one name.
  subscript(_ name: String) -> [Double] { measurements.compactMap { $0[name] } }

  /// One round's.
  func word(_ name: String) -> String? { measurements.first?[word: name] }
  func first(_ name: String) -> Double? { measurements.first?[name] }

  /// Round by round, how many times the other's value this one's is.
  func times(_ other: Series, _ name: String) -> [Double] {
    zip(measurements, other.measurements).compactMap { ours, theirs in
      guard let a = ours[name], let b = theirs[name], b > 0 else { return nil }
      return a / b
    }
  }
}
