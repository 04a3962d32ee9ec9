import MusterCore
import MusterMath

/// `linear-thompson`: a draw from what a Bayesian ridge regression on the ``PairContext`` believes of the reward: with
/// mean x.theta and variance scale^2 x^T A^-1 x. Shared coefficients are drawn once a decision and hold for all
/// candidates; by agent each has its own draw. Models and forgetting as in ``LinUCB``.
///
/// Source: Agrawal and Goyal (ICML 2013); discounted: Kim and Tewari (UAI 2020). About 100 ns an agent, and shared
/// 10 us a decision for the factor of A.
public struct LinearThompson: LinearScore {
  static let name = "linear-thompson"
  var arms: LinearArms
  let scale: Double
  private var theta: [Float] = []

  init(_ arguments: Arguments) {
    arms = LinearThompson.arms(arguments)
    scale = arguments.number("scale")
  }

  public var isSampled: Bool { true }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let seed = DrawSeed.of(task, in: frame, purpose: 0x6c69_6e65_6172)
    arms.predict(task, rows, in: frame)
    if arms.isShared {
      var random = Random(seed: seed)
      arms.sampleShared(scale: scale, random: &random, into: &theta)
      arms.project(theta)
      for i in 0..<rows.count { scores[i] = arms.means[i] }
      return
    }
    for i in 0..<rows.count {
      var random = Random(seed: seed, stream: frame.pool.agents[Int(rows[i])].id.rawValue)
      let deviation = scale * Double(arms.widths[i]).squareRoot()
      scores[i] = Float(random.normal(mean: Double(arms.means[i]), deviation: deviation))
    }
  }
}

extension LinearThompson {
  static let word = Word.score(
    name,
    [
      Parameter(
        "scale", .number(0...1_000_000), standard: .number(0.3),
        meaning: "The standard deviation of what one observation brings: how far draws spread.")
    ] + parameters,
    meaning: "A draw from what a linear model of task and agent believes of the reward.",
    source: "linear Thompson sampling, Agrawal and Goyal, ICML'13", make: { .listScorer(LinearThompson($0)) })
}
