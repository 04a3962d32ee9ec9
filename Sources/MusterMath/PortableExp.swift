extension Portable {
  /// e to the power `x`. Infinite above 709.78, zero below -745.13, gradual underflow between.
  public static func exp(_ x: Double) -> Double {
    guard !x.isNaN else { return x }
    if x > 709.782712893383973096 { return .infinity }
    if x < -745.13321910194110842 { return 0 }
    let magnitude = x.magnitude
    if magnitude < 0x1p-28 { return 1 + x }
    var k = 0
    if magnitude > 0.34657359027997264 {
      k = Int(1.44269504088896338700 * x + (x < 0 ? -0.5 : 0.5))
    }
    let high = x - Double(k) * ln2High
    let low = Double(k) * ln2Low
    let r = high - low
    let c = r - expTail(r * r)
    let y = 1 + (r * c / (2 - c) - low + high)
    return scale(y, by: k)
  }

  /// The logistic function 1 / (1 + exp(-x)), without overflow at either end.
  public static func sigmoid(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let e = exp(x)
    return e / (1 + e)
  }
}
