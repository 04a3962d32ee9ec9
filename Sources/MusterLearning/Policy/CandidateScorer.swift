/// Scores the candidates of a decision by one network: block by block, so that what lies between its layers stays in the
/// cache, and on several threads, of which no bit of a score depends.
///
/// It owns memory for one block a thread; one caller at a time may use it. `O(candidates * parameters)` a decision.
public final class CandidateScorer: Sendable {
  /// Candidates that go through the network together.
  static let block = 40
  private let layer: any Layer
  private let threads: Int
  private let tapes: [FloatMemory]

  /// From a layer with one output.
  public init(_ layer: any Layer, threads: Int = 1) {
    precondition(layer.outputs == 1, "a score is one number, not \(layer.outputs)")
    self.layer = layer
    self.threads = max(threads, 1)
    tapes = (0..<self.threads).map { _ in FloatMemory(count: layer.tapeCount(rows: Self.block)) }
  }

  /// How much memory it owns, numbers.
  public var memory: Int { tapes.reduce(0) { $0 + $1.count } }

  /// Writes the scores of `count` candidates, whose features lie one after the other.
  public func score(
    _ parameters: UnsafePointer<Float>, _ candidates: UnsafePointer<Float>, count: Int,
    into scores: UnsafeMutablePointer<Float>
  ) {
    // Threads read the same parameters and features, and write scores and tapes of their own.
    nonisolated(unsafe) let (parameters, candidates, scores) = (parameters, candidates, scores)
    let (layer, tapes, threads) = (layer, tapes, threads)
    Workers.run((count + Self.block - 1) / Self.block, threads: threads) { block, thread in
      let first = block * Self.block
      layer.forward(
        parameters, input: candidates + first * layer.inputs, rows: min(Self.block, count - first),
        output: scores + first, tape: tapes[thread].base)
    }
  }

  /// The candidate with the greatest score, the first of equals.
  public static func best(_ scores: UnsafePointer<Float>, count: Int) -> Int {
    Categorical.best(scores, count: count)
  }
}
