import MusterCore

/// Seconds as nanoseconds, rounded; what is beyond 292 years, up or down, is the greatest or least there is. A file
/// may say anything, and may not stop the lab by it.
func saturatedNanoseconds(_ seconds: Double) -> Nanoseconds {
  let nanoseconds = (seconds * 1e9).rounded()
  if nanoseconds >= 0x1p63 { return .max }
  if nanoseconds <= -0x1p63 { return .min }
  return nanoseconds.isNaN ? 0 : Nanoseconds(nanoseconds)
}
