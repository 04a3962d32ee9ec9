import MusterMath
import Testing

@testable import MusterLearning

@Suite struct FloatMathTests {
  /// Against the Double functions of MusterMath.
  @Test func exponentialIsNear() {
    var worst = 0.0
    for step in -8600...8700 {
      let x = Float(step) / 100
      let exact = Portable.exp(Double(x))
      worst = max(worst, abs(Double(FloatMath.exp(x)) - exact) / exact)
    }
    #expect(worst < 2e-7)
    #expect(FloatMath.exp(Float.nan).isNaN)
    #expect(FloatMath.exp(Float.infinity).isFinite)
  }

  @Test func tangentIsNear() {
    var worst = 0.0
    for step in -1200...1200 {
      let x = Float(step) / 100
      let exact = 1 - 2 / (Portable.exp(2 * Double(x)) + 1)
      worst = max(worst, abs(Double(FloatMath.tanh(SIMD8(repeating: x))[3]) - exact))
    }
    #expect(worst < 3e-7)
    #expect(FloatMath.tanh(SIMD8(repeating: Float.nan))[0].isNaN)
  }
}
