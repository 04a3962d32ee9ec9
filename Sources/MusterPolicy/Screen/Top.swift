import MusterCore
import MusterMath

/// `top(n)`: the best `n` candidates by the scores so far, best first; the pool's tie order among equals.
///
/// O(candidates * log n).
public struct Top: ListScreen {
  let limit: Int

  public init(_ limit: Int) { self.limit = limit }
  public var needsScores: Bool { true }

  public mutating func screen(
    _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random
  ) {
    guard candidates.count > limit else { return }
    candidates.bringBestForward(limit, in: frame.pool)
    candidates.truncate(to: limit)
  }
}

extension Top {
  static let word = Word.screen(
    "top",
    [
      Parameter("n", .integer(1...1_000_000), standard: .integer(3), meaning: "How many candidates are kept.")
    ],
    meaning: "The best candidates by the scores so far.", source: "common", needsScore: true,
    make: { .listScreen(Top($0.integer("n"))) })
}
