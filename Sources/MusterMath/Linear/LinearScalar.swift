/// The numbers that linear algebra here is done in: `Float` and `Double`. The sums over lanes have a fixed order, so
/// a type gives the same bits on every host.
public protocol LinearScalar: BinaryFloatingPoint, Sendable {
  /// The sum of `a[i] * b[i]` over `count` numbers, a multiple of 8. O(count).
  static func dot(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ count: Int) -> Self
  /// Four such sums with one `b`, which is then read once. O(count).
  static func dots(
    _ a: (UnsafePointer<Self>, UnsafePointer<Self>, UnsafePointer<Self>, UnsafePointer<Self>),
    _ b: UnsafePointer<Self>, _ count: Int
  ) -> (Self, Self, Self, Self)
  /// `x . theta` and `x^T A x` for eight x at once: number i of x number k stands in `x[8 i + k]`, A is packed.
  /// Only the first `count` answers are written. O(d^2).
  static func predictEight(
    _ a: UnsafePointer<Self>, _ theta: UnsafePointer<Self>, _ x: UnsafePointer<Self>, _ dimension: Int,
    count: Int, means: UnsafeMutablePointer<Self>, widths: UnsafeMutablePointer<Self>)
}

extension Float: LinearScalar {
  @inlinable @inline(__always)
  static func eight(_ a: UnsafePointer<Float>, _ at: Int) -> SIMD8<Float> {
    UnsafeRawPointer(a + at).loadUnaligned(as: SIMD8<Float>.self)
  }

  @inlinable
  public static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    var sum = SIMD8<Float>.zero
    var at = 0
    while at < count {
      sum += eight(a, at) * eight(b, at)
      at &+= 8
    }
    return sum.sum()
  }

  @inlinable
  public static func dots(
    _ a: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>),
    _ b: UnsafePointer<Float>, _ count: Int
  ) -> (Float, Float, Float, Float) {
    var (s0, s1, s2, s3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    var at = 0
    while at < count {
      let x = eight(b, at)
      s0 += eight(a.0, at) * x
      s1 += eight(a.1, at) * x
      s2 += eight(a.2, at) * x
      s3 += eight(a.3, at) * x
      at &+= 8
    }
    return (s0.sum(), s1.sum(), s2.sum(), s3.sum())
  }

  @inlinable
  public static func predictEight(
    _ a: UnsafePointer<Float>, _ theta: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ dimension: Int,
    count: Int, means: UnsafeMutablePointer<Float>, widths: UnsafeMutablePointer<Float>
  ) {
    var mean = SIMD8<Float>.zero
    var width = SIMD8<Float>.zero
    var row = a
    for i in 0..<dimension {
      let xi = eight(x, 8 &* i)
      mean += xi * theta[i]
      var sum = SIMD8<Float>.zero
      for j in 0..<i { sum += eight(x, 8 &* j) * row[j] }
      width += xi * (sum + sum + xi * row[i])
      row += i &+ 1
    }
    for k in 0..<count {
      means[k] = mean[k]
      widths[k] = max(width[k], 0)
    }
  }
}

extension Double: LinearScalar {
  @inlinable @inline(__always)
  static func eight(_ a: UnsafePointer<Double>, _ at: Int) -> SIMD8<Double> {
    UnsafeRawPointer(a + at).loadUnaligned(as: SIMD8<Double>.self)
  }

  @inlinable
  public static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    var sum = SIMD8<Double>.zero
    var at = 0
    while at < count {
      sum += eight(a, at) * eight(b, at)
      at &+= 8
    }
    return sum.sum()
  }

  @inlinable
  public static func dots(
    _ a: (UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>),
    _ b: UnsafePointer<Double>, _ count: Int
  ) -> (Double, Double, Double, Double) {
    (dot(a.0, b, count), dot(a.1, b, count), dot(a.2, b, count), dot(a.3, b, count))
  }

  @inlinable
  public static func predictEight(
    _ a: UnsafePointer<Double>, _ theta: UnsafePointer<Double>, _ x: UnsafePointer<Double>, _ dimension: Int,
    count: Int, means: UnsafeMutablePointer<Double>, widths: UnsafeMutablePointer<Double>
  ) {
    var mean = SIMD8<Double>.zero
    var width = SIMD8<Double>.zero
    var row = a
    for i in 0..<dimension {
      let xi = eight(x, 8 &* i)
      mean += xi * theta[i]
      var sum = SIMD8<Double>.zero
      for j in 0..<i { sum += eight(x, 8 &* j) * row[j] }
      width += xi * (sum + sum + xi * row[i])
      row += i &+ 1
    }
    for k in 0..<count {
      means[k] = mean[k]
      widths[k] = max(width[k], 0)
    }
  }
}
