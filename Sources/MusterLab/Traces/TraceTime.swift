import MusterCore

/// Seconds as nanoseconds, rounded; what is beyond 292 years, up or down, is the greatest or least there is.
/// A file may say anything, and may not stop the lab by it.
func saturatedNanoseconds(_ seconds: Double) -> Nanoseconds { saturatedWhole(seconds * 1e9) }

/// A number rounded to a whole one, held within what there is.
func saturatedWhole(_ value: Double) -> Int64 {
  let rounded = value.rounded()
  if rounded >= 0x1p63 { return .max }
  if rounded <= -0x1p63 { return .min }
  return rounded.isNaN ? 0 : Int64(rounded)
}
