/// Adam (Kingma and Ba, 2015) with the bias corrections in the step size's place, as published.
///
/// It holds two running means a parameter. `O(parameters)` a step.
public struct Adam: Sendable {
  /// Weight of the past in the mean of gradients.
  public let beta1: Float
  /// Weight of the past in the mean of squared gradients.
  public let beta2: Float
  /// Added to the root of the mean square.
  public let epsilon: Float

  let first: FloatMemory
  let second: FloatMemory
  var steps = 0

  /// For `count` parameters, with no past.
  public init(count: Int, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-5) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    first = FloatMemory(count: count)
    second = FloatMemory(count: count)
  }

  /// Moves `values` against `gradients`, which are multiplied by `scale` first; those in `range`, if it is given, and
  /// no others.
  public mutating func step(
    _ values: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>, rate: Float, scale: Float,
    range: Range<Int>? = nil
  ) {
    steps += 1
    let end = range?.upperBound ?? first.count
    let size = Float(Double(rate) / (1 - Self.power(beta1, steps)))
    let spread = Float(1 / (1 - Self.power(beta2, steps)))
    var at = range?.lowerBound ?? 0
    while at + 8 <= end {
      let gradient = Lanes.load(gradients + at, as: SIMD8<Float>.self) * scale
      let mean = Lanes.load(first.base + at, as: SIMD8<Float>.self) * beta1 + gradient * (1 - beta1)
      let square =
        Lanes.load(second.base + at, as: SIMD8<Float>.self) * beta2 + gradient * gradient * (1 - beta2)
      Lanes.store(mean, first.base + at)
      Lanes.store(square, second.base + at)
      let move = mean * size / ((square * spread).squareRoot() + epsilon)
      Lanes.store(Lanes.load(values + at) - move, values + at)
      at += 8
    }
    while at < end {
      let gradient = gradients[at] * scale
      first.base[at] = first.base[at] * beta1 + gradient * (1 - beta1)
      second.base[at] = second.base[at] * beta2 + gradient * gradient * (1 - beta2)
      values[at] -= first.base[at] * size / ((second.base[at] * spread).squareRoot() + epsilon)
      at += 1
    }
  }

  /// Drops the past: for gradients of another loss, of another size.
  public mutating func forget() {
    first.clear()
    second.clear()
    steps = 0
  }

  /// base^exponent by squaring: the same bits everywhere.
  private static func power(_ base: Float, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, Double(base), exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }

  /// The Euclidean norm of `count` numbers, summed in Double in order.
  public static func norm(_ gradients: UnsafePointer<Float>, count: Int) -> Double {
    var squares = 0.0
    for at in 0..<count { squares += Double(gradients[at]) * Double(gradients[at]) }
    return squares.squareRoot()
  }
}
