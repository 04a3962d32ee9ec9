/// How many representable numbers lie between two; 0 for two NaNs, and for zeros of either sign.
func ulps(_ a: Double, _ b: Double) -> UInt64 {
  if a == b || a.isNaN && b.isNaN { return 0 }
  if !a.isFinite || !b.isFinite || a.sign != b.sign { return .max }
  return (Int64(bitPattern: a.bitPattern) - Int64(bitPattern: b.bitPattern)).magnitude
}

/// Whether `a` and `b` agree to a relative `tolerance`.
func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
  a == b || (a - b).magnitude <= tolerance * max(a.magnitude, b.magnitude)
}
