import MusterCore

/// How well an agent matches a task, as both describe themselves.
enum Similarity {
  /// The scalar product of their features within 0...1; 0.5, which says nothing, where either has none or they are
  /// not equally many. Symphony-Coord's `match_score`. O(features).
  static func of(_ task: borrowing Task, _ agent: borrowing Agent) -> Float {
    let count = task.features.count
    guard count > 0, agent.features.count == count else { return 0.5 }
    var sum: Float = 0
    for i in 0..<count { sum += task.features[i] * agent.features[i] }
    // Features are whatever the caller sent.
    return sum.isFinite ? min(max(sum, 0), 1) : 0.5
  }
}
