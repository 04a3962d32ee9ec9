/// Student's t distribution: how far a mean of few values may stray.
///
/// The tail is an incomplete beta function by its continued fraction (DLMF 8.17.22). The tail costs less than a
/// microsecond, a quantile a few.
public enum StudentT {
  /// P(T > t) for `degrees` of freedom above zero (need not be whole).
  public static func tail(_ t: Double, degrees: Double) -> Double {
    if t < 0 { return 1 - tail(-t, degrees: degrees) }
    let square = t * t
    if square == .infinity { return 0 }
    let a = degrees / 2
    let x = degrees / (degrees + square)
    let rest = square / (degrees + square)
    // x^a (1-x)^(1/2) / B(a, 1/2); the fraction converges fast only on one side of the mean.
    let front = gammaRatio(a) / pi.squareRoot() * Portable.pow(x, a) * rest.squareRoot()
    if x < (a + 1) / (a + 2.5) { return 0.5 * front * betaFraction(a, 0.5, x) / a }
    return 0.5 - 0.5 * front * betaFraction(0.5, a, rest) / 0.5
  }

  /// The value that T stays below with probability `p`, for `degrees` of freedom above zero. Relative error
  /// about 1e-12. NaN where `p` is outside 0...1 or there are no degrees of freedom.
  public static func quantile(_ p: Double, degrees: Double) -> Double {
    guard p >= 0 && p <= 1 && degrees > 0 else { return .nan }
    let z = Normal.quantile(p)
    if z == 0 || z.isInfinite { return z }
    if degrees > 20_000 { return nearNormal(z, degrees: degrees) }
    let wanted = min(p, 1 - p)
    // The tail is convex, and the normal quantile lies below the root: Newton's steps only ever go up to it.
    var t = z.magnitude
    for _ in 0..<1000 {
      let step = (tail(t, degrees: degrees) - wanted) / density(t, degrees: degrees)
      t += step
      if step <= t * 1e-15 { break }
    }
    return z < 0 ? -t : t
  }

  /// The density at `t`.
  static func density(_ t: Double, degrees: Double) -> Double {
    gammaRatio(degrees / 2) / (degrees * pi).squareRoot()
      * Portable.pow(1 + t * t / degrees, -(degrees + 1) / 2)
  }

  /// The Cornish–Fisher expansion about the normal quantile `z`, whose next term falls as degrees^-3.
  private static func nearNormal(_ z: Double, degrees: Double) -> Double {
    let square = z * z
    return z
      * (1 + (square + 1) / (4 * degrees) + ((5 * square + 16) * square + 3) / (96 * degrees * degrees))
  }

  /// Gamma(a + 1/2) / Gamma(a): by its asymptotic series, after stepping `a` up to where that is exact.
  private static func gammaRatio(_ a: Double) -> Double {
    var a = a
    var product = 1.0
    while a < 64 {
      product *= a / (a + 0.5)
      a += 1
    }
    let r = 1 / a
    let series =
      1 + r * (-1.0 / 8 + r * (1.0 / 128 + r * (5.0 / 1024 + r * (-21.0 / 32768 + r * (-399.0 / 262144)))))
    return product * a.squareRoot() * series
  }

  /// The continued fraction of the incomplete beta function, by Lentz's method; for x below its mean.
  private static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func nonzero(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var fraction = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      let change = d * c
      fraction *= change
      if (change - 1).magnitude < 1e-15 { break }
    }
    return fraction
  }

  private static let pi = Double.pi
}
