/// What two-stage allocation can be told wherever it learns.
enum TwoStageKeys {
  static let width = TraceKey.whole("width", 64, in: 1...1024, "numbers in an embedding")
  static let divisor = TraceKey.number(
    "divisor", 8, in: 0.01...10_000,
    "what the first stage's dot products are divided by; the paper has 64, with which choices stay even for long"
  )
  static let gradientNorm = OptimiserKeys.gradientNorm(10)
  static let tau = TraceKey.number("tau", 0.005, in: 0...1, "how far target networks move, a step")
}
