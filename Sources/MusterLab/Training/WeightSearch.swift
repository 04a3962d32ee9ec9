import MusterLearning
import MusterMath

/// A normal distribution over weights, each by itself, that learns from how good its samples were.
///
/// A step is O(population * weights) beside the runs.
struct WeightSearch: Sendable, Equatable {
  /// How weights are searched for.
  enum Method: String, Sendable, CaseIterable {
    /// Mean and variance move towards those of the best samples, weighted by rank (Rubinstein, 1999, with the weights of
    /// CMA-ES).
    case crossEntropy = "cross-entropy"
    /// Policy gradients with parameter-based exploration (PGPE; Sehnke et al., 2010): the distribution climbs the
    /// gradient of the expected gain, estimated from mirrored samples.
    case policyGradient = "policy-gradient"
  }

  /// All that it can be told.
  struct Plan: Sendable, Equatable {
    var method: Method
    /// Samples of a step.
    var population: Int
    /// Cross-entropy: share of the samples that the next step learns from.
    var elite: Double
    /// How far a step moves the distribution.
    var rate: Double
    /// The least that a standard deviation falls to.
    var floor: Double
    var seed: UInt64
  }

  var mean: [Double]
  var deviation: [Double]

  /// Where the search begins. Weights that nothing ever hangs on stay as they are.
  init(_ start: [Double], deviation: Double) {
    mean = start
    self.deviation = Array(repeating: deviation, count: mean.count)
  }

  /// The samples of a step. The first is the mean under the cross-entropy method; of the others each two are
  /// mirrored under the policy gradient.
  func samples(_ plan: Plan, step: Int) -> [[Double]] {
    (0..<plan.population).map { index in
      let isMirrored = plan.method == .policyGradient
      if !isMirrored && index == 0 { return mean }
      let pair = isMirrored ? index / 2 : index
      var random = Random(seed: Mix.hash(plan.seed, UInt64(step)), stream: UInt64(pair))
      let sign = isMirrored && index % 2 == 1 ? -1.0 : 1
      return mean.indices.map { mean[$0] + sign * deviation[$0] * random.normal() }
    }
  }

  /// Learns from the samples of a step and the gain of each.
  mutating func learn(_ samples: [[Double]], gains: [Double], _ plan: Plan) {
    switch plan.method {
    case .crossEntropy: learnByCrossEntropy(samples, gains, plan)
    case .policyGradient: learnByGradient(samples, gains, plan)
    }
  }

  private mutating func learnByCrossEntropy(
    _ samples: [[Double]], _ gains: [Double], _ plan: Plan
  ) {
    let count = max(2, Int(plan.elite * Double(samples.count)))
    // Equal gains keep the order of the samples, so that the result does not hang on the sort.
    let order = gains.indices.sorted { gains[$0] != gains[$1] ? gains[$0] > gains[$1] : $0 < $1 }
    let elite = order.prefix(count)
    var ranks = (0..<count).map { Portable.log(Double(count) + 1) - Portable.log(Double($0) + 1) }
    let sum = ranks.reduce(0, +)
    for rank in ranks.indices { ranks[rank] /= sum }
    for index in mean.indices {
      var (next, spread) = (0.0, 0.0)
      for (rank, sample) in zip(ranks, elite) {
        next += rank * samples[sample][index]
        spread += rank * (samples[sample][index] - mean[index]) * (samples[sample][index] - mean[index])
      }
      let variance = (1 - plan.rate) * deviation[index] * deviation[index] + plan.rate * spread
      mean[index] += plan.rate * (next - mean[index])
      deviation[index] = max(plan.floor, variance.squareRoot())
    }
  }

  private mutating func learnByGradient(
    _ samples: [[Double]], _ gains: [Double], _ plan: Plan
  ) {
    var moments = RunningMoments()
    for gain in gains { moments.add(gain) }
    let scale = moments.variance.squareRoot()
    guard scale > 0 else { return }
    let pairs = samples.count / 2
    for index in mean.indices {
      let variance = deviation[index] * deviation[index]
      var (slope, growth) = (0.0, 0.0)
      for pair in 0..<pairs {
        let offset = samples[2 * pair][index] - mean[index]
        slope += (gains[2 * pair] - gains[2 * pair + 1]) / 2 / scale * offset
        let level = ((gains[2 * pair] + gains[2 * pair + 1]) / 2 - moments.mean) / scale
        growth += variance > 0 ? level * (offset * offset / variance - 1) : 0
      }
      mean[index] += plan.rate * slope / Double(pairs)
      let factor = 1 + 0.1 * plan.rate * growth / Double(pairs)
      deviation[index] = max(plan.floor, deviation[index] * min(max(factor, 0.8), 1.25))
    }
  }

  func encode(into writer: inout ByteWriter) {
    for value in mean + deviation { writer.double(value) }
  }

  mutating func decode(from reader: inout ByteReader) throws {
    var values: [Double] = []
    for _ in 0..<(2 * mean.count) { values.append(try reader.double()) }
    if let odd = values.first(where: { !$0.isFinite }) {
      throw CheckpointError.mismatch(what: "a weight of", found: "\(odd)", expected: "finite numbers")
    }
    mean = Array(values.prefix(mean.count))
    deviation = Array(values.suffix(mean.count))
  }
}
