import MusterMath

/// A mean over seeds with its 95 % interval.
struct Estimate: Equatable {
  var mean: Double
  var ci95: Double?
  var n: Int

  /// Estimates from the finite values among these; the others say that a run left the metric undefined.
  init(of values: [Double]) {
    let finite = values.filter(\.isFinite)
    n = finite.count
    guard let origin = finite.first else {
      mean = .nan
      ci95 = nil
      return
    }
    // Sums are taken relative to the first value, so that equal values give exactly that value and 0.
    let count = Double(finite.count)
    var sum = 0.0
    for value in finite { sum += value - origin }
    mean = origin + sum / count
    guard n >= 2 else {
      ci95 = nil
      return
    }
    var squares = 0.0
    for value in finite { squares += (value - mean) * (value - mean) }
    let standardError = (squares / (count - 1) / count).squareRoot()
    ci95 = StudentT.quantile(0.975, degrees: count - 1) * standardError
  }
}
