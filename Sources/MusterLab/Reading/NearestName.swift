/// The name among `candidates` that is most like `name`, or nil where none is similar enough to be meant.
///
/// Similar is: no more than a third of the letters (at least one) inserted, dropped or replaced, capitals and
/// surrounding spaces aside. Costs `O(n * candidates)` for names of length n; used only to word an error.
package func nearestName(to name: String, among candidates: [String]) -> String? {
  let wanted = folded(name)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(wanted, folded(candidate))
    guard distance <= max(1, wanted.count / 3) else { continue }
    if let known = best, known.distance <= distance { continue }
    best = (candidate, distance)
  }
  return best?.name
}

private func folded(_ name: String) -> [UInt8] {
  // A name longer than this is not a slip of one we know; the bound keeps the table small.
  Array(name.lowercased().utf8.filter { $0 != UInt8(ascii: " ") }.prefix(64))
}

private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let replaced = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
