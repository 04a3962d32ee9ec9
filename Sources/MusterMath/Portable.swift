/// Elementary functions with the same bits on every host.
///
/// The C library's `log`, `exp` and `pow` may differ in the last bit between hosts and releases; a golden hash
/// over a run then differs too. These use only IEEE additions, multiplications and divisions in a fixed order.
/// Error below 1 ulp (0.7 for `pow`); 5 to 20 ns. The algorithms and coefficients are those of fdlibm 5.3:
///
/// Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and
/// distribute this software is freely granted, provided that this notice is preserved.
public enum Portable {
  static let ln2High = 6.93147180369123816490e-01
  static let ln2Low = 1.90821492927058770002e-10

  /// x * 2^k with one rounding, for x near 1 and any k, into the subnormals and past the largest number.
  static func scale(_ x: Double, by k: Int) -> Double {
    if k > 1023 { return x * 2 * powerOfTwo(min(k - 1, 1023)) * (k > 1024 ? 2 : 1) }
    if k < -1021 { return x * powerOfTwo(max(k + 1000, -1021)) * 0x1p-1000 }
    return x * powerOfTwo(k)
  }

  /// 2^k for k in -1022...1023.
  static func powerOfTwo(_ k: Int) -> Double {
    Double(bitPattern: UInt64(k + 1023) << 52)
  }

  /// `x` with the lower 32 bits of its fraction cleared, so that a product of two such is exact.
  static func leading(_ x: Double) -> Double {
    Double(bitPattern: x.bitPattern & 0xffff_ffff_0000_0000)
  }

  /// The polynomial that `exp` and `pow` share: z minus this is 2z / (e^z - 1) + ..., good for |z| <= ln 2 / 2.
  static func expTail(_ square: Double) -> Double {
    square
      * (1.66666666666666019037e-01
        + square
        * (-2.77777777770155933842e-03
          + square
          * (6.61375632143793436117e-05
            + square * (-1.65339022054652515390e-06 + square * 4.13813679705723846039e-08))))
  }
}
