import MusterCore
import MusterMath

/// What agents earn, as a straight line over the logarithm of what they cost, and each agent's own distance from
/// it: the area-level model of Fay and Herriot (1979), with normal priors on the line.
///
/// mean_a = level + slope * x_a + own_a, own_a ~ N(0, spread^2), an observation of a being N(mean_a, noise^2). An
/// agent never tried is expected to be where its price puts it, and one tried often where its record puts it;
/// between the two the record counts the more, the longer it is.
struct PriceLine: Sendable {
  /// The standard deviation of one reward about its agent's mean.
  var noise: Double
  /// The standard deviation of agents' means about the line.
  var spread: Double
  /// What the slope is expected to be before anything is known: reward for e times the price.
  var slope: Double

  /// How sure that is: standard deviations of the line's height in the middle and of its slope.
  private static let levelDeviation = 0.3
  private static let slopeDeviation = 0.1
  private static let level = 0.5

  /// What is believed of each agent asked about.
  private(set) var means: [Double] = []
  private(set) var variances: [Double] = []

  init(noise: Double, spread: Double, slope: Double) {
    self.noise = noise
    self.spread = spread
    self.slope = slope
  }

  /// Works the beliefs out.
  ///
  /// - Parameters:
  ///   - x: for each agent the logarithm of its price, centred.
  ///   - counts: how often each was observed; zero for never.
  ///   - sums: the sums of what was observed.
  mutating func update(x: [Double], counts: [Double], sums: [Double]) {
    let between = spread * spread
    let within = noise * noise
    // Normal equations of the line, each agent weighed by how well its mean is known.
    var a00 = 1 / (Self.levelDeviation * Self.levelDeviation)
    var a11 = 1 / (Self.slopeDeviation * Self.slopeDeviation)
    var a01 = 0.0
    var h0 = a00 * Self.level
    var h1 = a11 * slope
    for i in x.indices where counts[i] > 0 {
      let weight = 1 / (between + within / counts[i])
      let mean = sums[i] / counts[i]
      a00 += weight
      a01 += weight * x[i]
      a11 += weight * x[i] * x[i]
      h0 += weight * mean
      h1 += weight * x[i] * mean
    }
    let determinant = a00 * a11 - a01 * a01
    let height = (a11 * h0 - a01 * h1) / determinant
    let tilt = (a00 * h1 - a01 * h0) / determinant
    means.removeAll(keepingCapacity: true)
    variances.removeAll(keepingCapacity: true)
    for i in x.indices {
      let line = height + tilt * x[i]
      let lineVariance = max(0, a11 - 2 * a01 * x[i] + a00 * x[i] * x[i]) / determinant
      // How far the record outweighs the line.
      let trust = counts[i] > 0 ? between / (between + within / counts[i]) : 0
      means.append(counts[i] > 0 ? line + trust * (sums[i] / counts[i] - line) : line)
      variances.append(between * (1 - trust) + (1 - trust) * (1 - trust) * lineVariance)
    }
  }
}
