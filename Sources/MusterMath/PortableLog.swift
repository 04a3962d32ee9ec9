extension Portable {
  /// The natural logarithm. Zero gives minus infinity, a number below zero NaN.
  public static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var bits = x.bitPattern
    var k = 0
    if x < .leastNormalMagnitude {
      bits = (x * 0x1p54).bitPattern
      k = -54
    }
    // Split x = 2^k m with m in [sqrt(1/2), sqrt(2)).
    let high = bits >> 32 + (0x3ff0_0000 - 0x3fe6_a09e)
    k += Int(high >> 20) - 0x3ff
    let m = Double(bitPattern: ((high & 0x000f_ffff) + 0x3fe6_a09e) << 32 | bits & 0xffff_ffff)
    let f = m - 1
    let halfSquare = 0.5 * f * f
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let odd =
      z
      * (6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    let even =
      w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    let exponent = Double(k)
    return s * (halfSquare + (odd + even)) + exponent * ln2Low - halfSquare + f + exponent * ln2High
  }
}
