import MusterMath

/// The middle and the ends of repeated measurements.
struct Spread {
  var median: Double
  var min: Double
  var max: Double

  /// Nil for no values.
  init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let median = Quantile.of(sorted: sorted, 0.5), let min = sorted.first, let max = sorted.last else {
      return nil
    }
    self.median = median
    self.min = min
    self.max = max
  }
}
