/// The function after a dense layer. Each one's derivative is known from its value alone.
public enum Activation: UInt8, Sendable, CaseIterable {
  /// The number itself.
  case identity
  /// The hyperbolic tangent.
  case tanh
  /// The number, or 0 if it is below 0.
  case relu
  /// The number, or exp(x) - 1 if it is below 0 (Clevert, Unterthiner and Hochreiter, 2016).
  case elu

  /// Applies the function in place.
  func apply(_ values: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .identity: return
    case .tanh: Lanes.map(values, count: count) { FloatMath.tanh($0) }
    case .relu: Lanes.map(values, count: count) { FloatMath.relu($0) }
    case .elu: Lanes.map(values, count: count) { FloatMath.elu($0) }
    }
  }

  /// Writes to `delta` the gradient before the function, given the one behind it and the function's values.
  func backward(
    values: UnsafePointer<Float>, gradient: UnsafePointer<Float>, _ delta: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    switch self {
    case .identity: delta.update(from: gradient, count: count)
    case .tanh: Self.scale(values, gradient, delta, count) { 1 - $0 * $0 }
    case .relu:
      Self.scale(values, gradient, delta, count) {
        SIMD8<Float>(repeating: 0).replacing(with: 1, where: $0 .> 0)
      }
    case .elu:
      Self.scale(values, gradient, delta, count) {
        SIMD8<Float>(repeating: 1).replacing(with: $0 + 1, where: $0 .< 0)
      }
    }
  }

  @inline(__always)
  private static func scale(
    _ values: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ delta: UnsafeMutablePointer<Float>,
    _ count: Int, _ slope: (SIMD8<Float>) -> SIMD8<Float>
  ) {
    var at = 0
    while at + 8 <= count {
      Lanes.store(slope(Lanes.load(values + at)) * Lanes.load(gradient + at), delta + at)
      at += 8
    }
    if at == count { return }
    let slopes = slope(Lanes.load(values + at, first: count - at))
    Lanes.store(slopes * Lanes.load(gradient + at, first: count - at), first: count - at, delta + at)
  }
}
