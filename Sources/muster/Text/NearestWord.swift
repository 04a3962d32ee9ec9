/// The name that somebody probably meant.
enum NearestWord {
  /// The nearest by insertions, deletions and substitutions, or nil where none is near. O(names * length^2).
  static func to(_ name: String, among names: [String]) -> String? {
    let wanted = Array(name.lowercased())
    var best: (name: String, distance: Int)?
    for candidate in names {
      let distance = distance(wanted, Array(candidate))
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(2, wanted.count / 2) else { return nil }
    return best.name
  }

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var above = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var line = [i + 1]
      for (j, other) in b.enumerated() {
        line.append(min(above[j + 1] + 1, line[j] + 1, above[j] + (letter == other ? 0 : 1)))
      }
      above = line
    }
    return above[b.count]
  }
}
