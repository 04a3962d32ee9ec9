/// Elementary functions of eight numbers at once: additions, multiplications and divisions in a fixed order, so
/// the bits are the same in every build and on every host.
enum FloatMath {
  /// e to the power x, relative error below 2e-7 (the polynomial of Cephes' `expf`, S. Moshier). The argument is
  /// held within -87...88: the result is never 0 and never infinite. NaN stays NaN.
  @inline(__always)
  static func exp(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let held = x.replacing(with: 88, where: x .> 88).replacing(with: -87, where: x .< -87)
    // Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits.
    let shifted = held * 1.442_695_04 + 12_582_912
    let whole = shifted - 12_582_912
    let r = held - whole * 0.693_359_375 + whole * 2.121_944_4e-4
    var p = r * 1.987_569_15e-4 + 1.398_199_950_7e-3
    p = p * r + 8.333_451_907_3e-3
    p = p * r + 4.166_579_589_4e-2
    p = p * r + 1.666_666_545_9e-1
    p = p * r + 5.000_000_120_1e-1
    let y = p * (r * r) + r + 1
    let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &- 0x4b40_0000
    return y * unsafeBitCast((exponent &+ 127) &<< 23, to: SIMD8<Float>.self)
  }

  /// The hyperbolic tangent, absolute error below 3e-7: a rational function of degree 13 over 6 (the minimax fit
  /// of Eigen's `ptanh`). NaN stays NaN.
  @inline(__always)
  static func tanh(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let limit: Float = 7.905_311_107_635_498
    let held = x.replacing(with: limit, where: x .> limit).replacing(with: -limit, where: x .< -limit)
    let s = held * held
    var p = s * -2.760_768_477_423_55e-16 + 2.000_187_904_824_77e-13
    p = p * s - 8.604_671_522_137_35e-11
    p = p * s + 5.122_297_090_371_14e-8
    p = p * s + 1.485_722_357_179_79e-5
    p = p * s + 6.372_619_288_754_36e-4
    p = p * s + 4.893_524_558_917_86e-3
    var q = s * 1.198_258_394_667_02e-6 + 1.185_347_056_866_54e-4
    q = q * s + 2.268_434_632_439_00e-3
    q = q * s + 4.893_525_185_543_85e-3
    return held * p / q
  }

  /// The number, or 0 if it is below 0. NaN stays NaN.
  @inline(__always)
  static func relu(_ x: SIMD8<Float>) -> SIMD8<Float> { x.replacing(with: 0, where: x .< 0) }

  /// The number, or exp(x) - 1 if it is below 0. NaN stays NaN.
  @inline(__always)
  static func elu(_ x: SIMD8<Float>) -> SIMD8<Float> { x.replacing(with: exp(x) - 1, where: x .< 0) }

  /// The logistic function 1 / (1 + exp(-x)).
  @inline(__always)
  static func sigmoid(_ x: SIMD8<Float>) -> SIMD8<Float> { tanh(x * 0.5) * 0.5 + 0.5 }

  /// `exp` of one number, with the same bits as in a vector.
  @inline(__always)
  static func exp(_ x: Float) -> Float { exp(SIMD8<Float>(repeating: x))[0] }
}
