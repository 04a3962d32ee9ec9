import MusterMath

/// What is gained on average by the choice between a standard normal number and a sure one.
enum NormalLoss {
  /// E max(0, Z + z) = z Phi(z) + phi(z) for z <= 0, with the same bits on every host.
  ///
  /// By phi(z) (1 - |z| R(|z|)), R being the ratio of Mills: its continued fraction from 2 on, its power series
  /// below. Relative error below 1e-9; 20 to 60 ns.
  static func gain(_ z: Double) -> Double {
    let x = -min(z, 0)
    guard x < 38 else { return 0 }
    let density = Portable.exp(-x * x / 2) * 0.398_942_280_401_432_7
    if x < 2 {
      // Phi(x) - 1/2 = phi(x) (x + x^3/3 + x^5/(3*5) + ...).
      var term = x
      var sum = x
      var k = 1.0
      while term > 1e-17 * sum, k < 200 {
        k += 2
        term *= x * x / k
        sum += term
      }
      return density - x * (0.5 - density * sum)
    }
    // 1 - x R(x) = T / (x + T) with T = 1/(x + 2/(x + 3/(x + ...))).
    var tail = 0.0
    for k in stride(from: 120.0, through: 1, by: -1) { tail = k / (x + tail) }
    return density * tail / (x + tail)
  }
}
