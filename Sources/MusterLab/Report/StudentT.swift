// Student's t, for whole degrees of freedom.
//
// Abramowitz and Stegun 26.7.3-4: for whole degrees of freedom the distribution is a finite sum in
// cos(theta), theta = atan(t / sqrt(v)); the quantile is found by bisection, O(v) a step. Above 400 degrees
// the Cornish-Fisher expansion 26.7.5 is exact to 1e-12.
//
// To be replaced by MusterMath's `Summary` once that is merged.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

enum StudentT {
  /// The t for which a two-sided 95 % interval is mean ± t * standard error.
  static func quantile975(degreesOfFreedom v: Int) -> Double {
    precondition(v >= 1, "an interval needs two values")
    if v > 400 { return expansion(Double(v)) }
    var low = 0.0
    var high = 16.0
    // Ends when the halves can no longer be told apart: at most about 60 steps.
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if centralProbability(middle, v) < 0.95 { low = middle } else { high = middle }
    }
  }

  /// P(-t < T < t).
  static func centralProbability(_ t: Double, _ v: Int) -> Double {
    let degrees = Double(v)
    let hypotenuse = (degrees + t * t).squareRoot()
    let sine = t / hypotenuse
    let cosine = degrees.squareRoot() / hypotenuse
    let even = v % 2 == 0
    var term = even ? 1.0 : cosine
    var sum = v == 1 ? 0.0 : term
    var k = even ? 2 : 3
    while k <= v - 2 {
      term *= cosine * cosine * Double(k - 1) / Double(k)
      sum += term
      k += 2
    }
    return even ? sine * sum : (atan2(sine, cosine) + sine * sum) * 2 / Double.pi
  }

  private static func expansion(_ v: Double) -> Double {
    let z = 1.959963984540054
    let z2 = z * z
    let g1 = z * (z2 + 1) / 4
    let g2 = z * ((5 * z2 + 16) * z2 + 3) / 96
    let g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
    return z + (g1 + (g2 + g3 / v) / v) / v
  }
}
