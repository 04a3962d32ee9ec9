import MusterCore

/// How far each candidate is from the mean of all, in skills and features.
enum WorkerDistance {
  /// The sum of squared differences, a skill counting as 0 or 1; features only where all have equally many finite ones.
  static func of(_ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame) -> [Double] {
    let count = Double(max(rows.count, 1))
    var having = Array(repeating: 0.0, count: SkillSet.limit)
    for row in rows { eachSkill(of: frame.pool.skills[Int(row)]) { having[$0] += 1 / count } }
    let nothing = having.reduce(0) { $0 + $1 * $1 }
    var distances = rows.map { row in
      var distance = nothing
      eachSkill(of: frame.pool.skills[Int(row)]) { distance += 1 - 2 * having[$0] }
      return distance
    }
    let width = rows.first.map { frame.pool.agents[Int($0)].features.count } ?? 0
    let isComparable = rows.allSatisfy { row in
      let features = frame.pool.agents[Int(row)].features
      return features.count == width && features.allSatisfy(\.isFinite)
    }
    guard isComparable else { return distances }
    for feature in 0..<width {
      var mean = 0.0
      for row in rows { mean += Double(frame.pool.agents[Int(row)].features[feature]) / count }
      for (index, row) in rows.enumerated() {
        let difference = Double(frame.pool.agents[Int(row)].features[feature]) - mean
        distances[index] += difference * difference
      }
    }
    return distances
  }

  private static func eachSkill(of skills: SkillSet, _ body: (Int) -> Void) {
    for word in 0..<4 {
      var bits = skills.bits[word]
      while bits != 0 {
        body(word * 64 + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
  }
}
