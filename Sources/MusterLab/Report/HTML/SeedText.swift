/// Seeds in few words: runs of neighbours as ranges.
enum SeedText {
  /// `42 to 51` for ten neighbours, `1, 5, 9` for others; the seeds are ascending.
  static func text(_ seeds: [UInt64]) -> String {
    var parts: [String] = []
    var start = 0
    while start < seeds.count {
      var end = start
      while end + 1 < seeds.count, seeds[end + 1] - seeds[end] == 1 { end += 1 }
      switch end - start {
      case 0: parts.append("\(seeds[start])")
      case 1: parts += ["\(seeds[start])", "\(seeds[end])"]
      default: parts.append("\(seeds[start]) to \(seeds[end])")
      }
      start = end + 1
    }
    return parts.isEmpty ? NumberText.absent : parts.joined(separator: ", ")
  }
}
