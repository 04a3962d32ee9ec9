import MusterCore
import MusterMath

/// `sample(n)`: `n` candidates drawn uniformly without replacement, all if there are no more. Looking at a few is
/// often as good as looking at all: "the power of two choices" (Mitzenmacher, 2001), Sparrow (Ousterhout et al.,
/// SOSP'13).
///
/// O(n) after the candidates are listed.
public struct Sample: ListScreen {
  let limit: Int

  public init(_ limit: Int) { self.limit = limit }
  public var isRandom: Bool { true }

  public mutating func screen(
    _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random
  ) {
    let count = candidates.count
    guard count > limit else { return }
    for index in 0..<limit { candidates.swapAt(index, index + random.below(count - index)) }
    candidates.truncate(to: limit)
  }
}

extension Sample {
  static let word = Word.screen(
    "sample",
    [
      Parameter(
        "n", .integer(1...1_000_000), standard: .integer(10), meaning: "How many candidates are drawn.")
    ],
    meaning: "A uniform draw of candidates.", source: "Sparrow, Ousterhout et al., SOSP'13",
    make: { .listScreen(Sample($0.integer("n"))) })
}
