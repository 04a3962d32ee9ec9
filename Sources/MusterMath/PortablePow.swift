extension Portable {
  /// `x` to the power `y`, with the special cases of IEEE 754: anything to the 0 is 1, 1 to anything is 1, a
  /// number below zero takes only whole powers (else NaN).
  public static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let odd = isOdd(y)
    let magnitude = x.magnitude
    if y.isInfinite {
      if magnitude == 1 { return 1 }
      return (magnitude > 1) == (y > 0) ? .infinity : 0
    }
    let negative = x.sign == .minus && odd
    if magnitude == 0 || magnitude == .infinity {
      let result = (magnitude == 0) == (y > 0) ? 0 : Double.infinity
      return negative ? -result : result
    }
    if x < 0 && y != y.rounded(.towardZero) { return .nan }
    let result = positivePower(magnitude, y)
    return negative ? -result : result
  }

  /// Whether `y` is an odd whole number. From 2^53 on all are even.
  private static func isOdd(_ y: Double) -> Bool {
    let half = y.magnitude * 0.5
    return y.magnitude < 0x1p53 && y == y.rounded(.towardZero) && half != half.rounded(.towardZero)
  }

  /// a^y for finite a > 0: 2^(y log2 a) with the logarithm and the product in two parts.
  private static func positivePower(_ a: Double, _ y: Double) -> Double {
    if y.magnitude > 0x1p64 {
      if a == 1 { return 1 }
      return (a > 1) == (y > 0) ? .infinity : 0
    }
    let (logHigh, logLow) = log2(a)
    let yHigh = leading(y)
    let low = (y - yHigh) * logHigh + y * logLow
    let high = yHigh * logHigh
    let z = low + high
    if z > 1024 || (z == 1024 && low + 8.0085662595372944372e-17 > z - high) { return .infinity }
    if z < -1075 || (z == -1075 && low <= z - high) { return 0 }
    let whole = z.rounded()
    return scale(exp2(high - whole, low), by: Int(whole))
  }

  /// log2(a) as a leading part with a short fraction and the rest.
  private static func log2(_ a: Double) -> (Double, Double) {
    var n = 0
    var bits = a.bitPattern
    if a < .leastNormalMagnitude {
      bits = (a * 0x1p53).bitPattern
      n = -53
    }
    n += Int(bits >> 52) - 0x3ff
    let fraction = bits >> 32 & 0xfffff
    var high = fraction | 0x3ff0_0000
    // The base nearest to the mantissa, 1 or 3/2, keeps the series short.
    let nearThreeHalves = fraction > 0x3988e && fraction < 0xbb67a
    if fraction >= 0xbb67a {
      n += 1
      high -= 0x0010_0000
    }
    let base = nearThreeHalves ? 1.5 : 1.0
    let baseLogHigh = nearThreeHalves ? 5.84962487220764160156e-01 : 0
    let baseLogLow = nearThreeHalves ? 1.35003920212974897128e-08 : 0
    let m = Double(bitPattern: high << 32 | bits & 0xffff_ffff)

    // s = (m - base) / (m + base) in two parts.
    let u = m - base
    let v = 1 / (m + base)
    let s = u * v
    let sHigh = leading(s)
    let sumBits = ((high >> 1) | 0x2000_0000) + 0x0008_0000 + (nearThreeHalves ? 1 << 18 : 0)
    let sumHigh = Double(bitPattern: sumBits << 32)
    let sumLow = m - (sumHigh - base)
    let sLow = v * ((u - sHigh * sumHigh) - sHigh * sumLow)

    // log(m / base) = 2 s (1 + s^2/3 + ...), as (2/3) s (3 + s^2 + r).
    let s2 = s * s
    var r =
      s2 * s2
      * (5.99999999999994648725e-01
        + s2
        * (4.28571428578550184252e-01
          + s2
          * (3.33333329818377432918e-01
            + s2
            * (2.72728123808534006489e-01 + s2
              * (2.30660745775561754067e-01 + s2 * 2.06975017800338417784e-01)))))
    r += sLow * (sHigh + s)
    let sHigh2 = sHigh * sHigh
    let tHigh = leading(3 + sHigh2 + r)
    let tLow = r - ((tHigh - 3) - sHigh2)
    let productHigh = sHigh * tHigh
    let productLow = sLow * tHigh + tLow * s
    let pHigh = leading(productHigh + productLow)
    let pLow = productLow - (pHigh - productHigh)

    // Times 2 / (3 ln 2), in two parts.
    let zHigh = 9.61796700954437255859e-01 * pHigh
    let zLow = -7.02846165095275826516e-09 * pHigh + pLow * 9.61796693925975554329e-01 + baseLogLow
    let exponent = Double(n)
    let logHigh = leading(((zHigh + zLow) + baseLogHigh) + exponent)
    return (logHigh, zLow - (((logHigh - exponent) - baseLogHigh) - zHigh))
  }

  /// 2^(high + low) for a sum within a half of zero.
  private static func exp2(_ high: Double, _ low: Double) -> Double {
    let t = leading(low + high)
    let u = t * 6.93147182464599609375e-01
    let v = (low - (t - high)) * 6.93147180559945286227e-01 + t * -1.90465429995776804525e-09
    let z = u + v
    let w = v - (z - u)
    let c = z - expTail(z * z)
    let r = (z * c) / (c - 2) - (w + z * w)
    return 1 - (r - z)
  }
}
