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

  /// The first `count` of eight numbers, 1...7 of them; the rest are zero.
  @inline(__always)
  static func load(_ from: UnsafePointer<Float>, first count: Int) -> SIMD8<Float> {
    let rest = count & 4 != 0 ? from + 4 : from
    var last = SIMD4<Float>.zero
    if count & 2 != 0 {
      last.lowHalf = load(rest)
      if count & 1 != 0 { last.z = rest[2] }
    } else if count & 1 != 0 {
      last.x = rest[0]
    }
    return count & 4 != 0
      ? SIMD8(lowHalf: load(from), highHalf: last) : SIMD8(lowHalf: last, highHalf: .zero)
  }

  /// Writes the first `count` of eight numbers, 1...7 of them.
  @inline(__always)
  static func store(_ value: SIMD8<Float>, first count: Int, _ to: UnsafeMutablePointer<Float>) {
    var (four, rest) = (value.lowHalf, to)
    if count & 4 != 0 {
      store(four, rest)
      (four, rest) = (value.highHalf, rest + 4)
    }
    var two = four.lowHalf
    if count & 2 != 0 {
      store(two, rest)
      (two, rest) = (four.highHalf, rest + 2)
    }
    if count & 1 != 0 { rest[0] = two.x }
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
    store(body(load(values + at, first: count - at)), first: count - at, values + at)
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
