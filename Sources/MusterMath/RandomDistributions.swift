/// Continuous distributions, by inversion where there is an inverse (one draw each, so streams stay aligned).
extension Random {
  /// A standard normal number, by Marsaglia's polar method. The second number of each pair is dropped: a
  /// kept spare would be state that a snapshot has to carry. About 2.5 draws.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * unit() - 1
      let y = 2 * unit() - 1
      let square = x * x + y * y
      if square > 0 && square < 1 {
        return x * (-2 * Portable.log(square) / square).squareRoot()
      }
    }
  }

  /// A normal number with the given mean and standard deviation.
  public mutating func normal(mean: Double, deviation: Double) -> Double {
    mean + deviation * normal()
  }

  /// An exponential waiting time with the given mean, in the unit of `mean`.
  public mutating func exponential(mean: Double) -> Double {
    -mean * Portable.log(positiveUnit())
  }

  /// A number whose natural logarithm is normal with mean `mu` and standard deviation `sigma`; its median is
  /// exp(mu).
  public mutating func lognormal(mu: Double, sigma: Double) -> Double {
    Portable.exp(mu + sigma * normal())
  }

  /// A Pareto number, never below `minimum`: P(X > x) = (minimum / x)^shape. The mean is infinite for a
  /// shape up to 1.
  public mutating func pareto(shape: Double, minimum: Double) -> Double {
    minimum * Portable.pow(positiveUnit(), -1 / shape)
  }

  /// A Weibull number: P(X > x) = exp(-(x / scale)^shape). Shape 1 is exponential with mean `scale`.
  public mutating func weibull(shape: Double, scale: Double) -> Double {
    scale * Portable.pow(-Portable.log(positiveUnit()), 1 / shape)
  }
}
