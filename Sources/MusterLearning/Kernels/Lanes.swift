/// Loads and stores of several numbers at once, from any address.
enum Lanes {
  @inline(__always)
  static func load<V: SIMD>(_ from: UnsafePointer<Float>, as type: V.Type = V.self) -> V
  where V.Scalar == Float {
    UnsafeRawPointer(from).loadUnaligned(as: V.self)
  }

  @inline(__always)
  static func store<V: SIMD>(_ value: V, _ to: UnsafeMutablePointer<Float>) where V.Scalar == Float {
    UnsafeMutableRawPointer(to).storeBytes(of: value, as: V.self)
  }

  /// The first `count` of eight numbers; the rest are `filler`.
  @inline(__always)
  static func load(_ from: UnsafePointer<Float>, count: Int, filler: Float) -> SIMD8<Float> {
    var result = SIMD8<Float>(repeating: filler)
    for lane in 0..<count { result[lane] = from[lane] }
    return result
  }

  /// Applies `body` to `count` numbers, eight at a time; lanes beyond the end are computed from zero and dropped.
  @inline(__always)
  static func map(
    _ values: UnsafeMutablePointer<Float>, count: Int, _ body: (SIMD8<Float>) -> SIMD8<Float>
  ) {
    var at = 0
    // Two at a time: they do not wait for each other.
    while at + 16 <= count {
      let (first, second) = (body(load(values + at)), body(load(values + at + 8)))
      store(first, values + at)
      store(second, values + at + 8)
      at += 16
    }
    if at + 8 <= count {
      store(body(load(values + at)), values + at)
      at += 8
    }
    if at == count { return }
    let last = body(load(values + at, count: count - at, filler: 0))
    for lane in 0..<(count - at) { values[at + lane] = last[lane] }
  }

  /// The sum of x * y: eight partial sums, then their sum in order of lanes.
  @inline(__always)
  static func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int) -> Float {
    var sums = SIMD8<Float>(repeating: 0)
    var at = 0
    while at + 8 <= count {
      sums += load(x + at, as: SIMD8<Float>.self) * load(y + at)
      at += 8
    }
    var total = sums.sum()
    while at < count {
      total += x[at] * y[at]
      at += 1
    }
    return total
  }

  /// y += a * x.
  @inline(__always)
  static func axpy(_ a: Float, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int) {
    var at = 0
    while at + 8 <= count {
      store(load(y + at, as: SIMD8<Float>.self) + a * load(x + at, as: SIMD8<Float>.self), y + at)
      at += 8
    }
    while at < count {
      y[at] += a * x[at]
      at += 1
    }
  }
}
