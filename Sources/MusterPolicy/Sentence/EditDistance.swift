/// How far apart two words are, for "did you mean".
package enum EditDistance {
  /// The least number of insertions, deletions, substitutions and swaps of neighbours that turn one word into the
  /// other (optimal string alignment). O(length * length).
  static func between(_ a: String, _ b: String) -> Int {
    let a = Array(a)
    let b = Array(b)
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var twoAbove = Array(repeating: 0, count: b.count + 1)
    var above = Array(0...b.count)
    for i in 1...a.count {
      var line = Array(repeating: i, count: b.count + 1)
      for j in 1...b.count {
        line[j] = min(above[j] + 1, line[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
          line[j] = min(line[j], twoAbove[j - 2] + 1)
        }
      }
      twoAbove = above
      above = line
    }
    return above[b.count]
  }

  /// The nearest of the names, the first among equals; nil if there are none.
  package static func nearest(to word: String, among names: [String]) -> String? {
    var best: (name: String, distance: Int)?
    for name in names {
      let distance = between(word, name)
      if let known = best, known.distance <= distance { continue }
      best = (name, distance)
    }
    return best?.name
  }
}
