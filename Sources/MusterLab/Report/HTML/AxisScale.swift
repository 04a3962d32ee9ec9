#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A linear axis with round ticks.
struct AxisScale: Equatable {
  let low: Double
  let high: Double
  let ticks: [Double]
  private let step: Double

  /// An axis that holds all finite values with a little room; nil when there is none.
  ///
  /// - Parameters:
  ///   - padding: the room on either side, as a part of the range.
  ///   - limits: where the room must end, such as 0 and 100 for a percentage, unless values lie beyond.
  init?(
    holding values: [Double], padding: Double = 0.04, limits: ClosedRange<Double>? = nil, ticks wanted: Int
  ) {
    let finite = values.filter { $0.isFinite && $0.magnitude < 1e300 }
    guard let least = finite.min(), let most = finite.max() else { return nil }
    var low = least
    var high = most
    let range = high - low
    // Equal values still need an axis around them.
    let room = range > most.magnitude * 1e-12 ? range * padding : max(most.magnitude * 0.02, 1e-9)
    low -= room
    high += room
    if least >= 0 { low = max(low, 0) }
    if let limits {
      if least >= limits.lowerBound { low = max(low, limits.lowerBound) }
      if most <= limits.upperBound { high = min(high, limits.upperBound) }
    }
    if high <= low { high = low + room }
    self.low = low
    self.high = high
    let (step, ticks) = Self.ticks(low, high, wanted: wanted)
    self.step = step
    self.ticks = ticks
  }

  /// The position of a value from 0 at the low end to 1 at the high end.
  func position(_ value: Double) -> Double { (value - low) / (high - low) }

  /// A tick's label, with as many decimals as tell the ticks apart.
  func label(_ tick: Double) -> String {
    let largest = max(low.magnitude, high.magnitude)
    for (limit, unit, suffix) in [(1e10, 1e9, "G"), (1e7, 1e6, "M"), (1e4, 1e3, "k")] where largest >= limit {
      return tick == 0 ? "0" : Self.decimal(tick / unit, step: step / unit) + suffix
    }
    if largest < 1e-4 { return tick == 0 ? "0" : NumberText.plain(tick, significant: 3) }
    return Self.decimal(tick, step: step)
  }

  /// A label with as many decimals as the step has: 1 for 2.5, 2 for 0.25.
  private static func decimal(_ tick: Double, step: Double) -> String {
    let exponent = NumberText.decimalExponent(step, significant: 3)
    var decimals = max(0, -exponent)
    let scaled = step * pow(10, Double(decimals))
    if (scaled - scaled.rounded()).magnitude > 0.01 { decimals += 1 }
    return NumberText.fixed(tick, decimals: decimals)
  }

  private static func ticks(_ low: Double, _ high: Double, wanted: Int) -> (Double, [Double]) {
    let rough = (high - low) / Double(max(wanted, 1))
    let power = pow(10, log10(rough).rounded(.down))
    // The round step whose count of ticks is nearest to the one wanted; of two as near, the finer.
    let steps = [1, 2, 2.5, 5, 10].map { $0 * power }
    let step = steps.min { (($0 - rough) / $0).magnitude < (($1 - rough) / $1).magnitude } ?? power
    guard step.isFinite, step > 0 else { return (1, []) }
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 50 else { return (step, []) }
    return (step, (0...Int(last - first)).map { (first + Double($0)) * step })
  }
}
