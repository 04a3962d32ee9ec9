import MusterMath
import Testing

@testable import MusterLearning

/// The gradient by the logits against central differences of the loss, written out in Double.
@Suite struct PPOLossTests {
  struct Case: Sendable {
    let oldLog: Double
    let advantage: Double
    let mask: [UInt8]?
  }

  static let cases = [
    Case(oldLog: -1.3, advantage: 2, mask: nil), Case(oldLog: -1.3, advantage: -2, mask: nil),
    // The ratio is far beyond the clip, on the side where the gradient stops and on the other.
    Case(oldLog: -3, advantage: 1, mask: nil), Case(oldLog: -3, advantage: -1, mask: nil),
    Case(oldLog: -0.2, advantage: -1, mask: nil), Case(oldLog: -0.2, advantage: 1, mask: nil),
    Case(oldLog: -1, advantage: 1, mask: [1, 1, 0, 1, 0]),
  ]

  private func loss(_ logits: [Double], _ item: Case) -> Double {
    let allowed = item.mask ?? [1, 1, 1, 1, 1]
    let scores = zip(logits, allowed).map { $1 == 0 ? -Double.infinity : $0 }
    let p = Softmax.probabilities(scores)
    let ratio = Portable.exp(Portable.log(p[1]) - item.oldLog)
    let surrogate = min(ratio * item.advantage, min(max(ratio, 0.8), 1.2) * item.advantage)
    let entropy = p.reduce(0) { $1 > 0 ? $0 - $1 * Portable.log($1) : $0 }
    return 0.5 * (-surrogate - 0.1 * entropy)
  }

  @Test(arguments: cases) func gradientIsRight(item: Case) {
    let logits = [0.3, 0.1, -0.4, 0.6, 0]
    let mask = item.mask.map { Column(count: 5, of: UInt8(0), $0) }
    var probabilities = [Float](repeating: 0, count: 5)
    var gradient = [Float](repeating: .nan, count: 5)
    var sums = PPOLoss.Sums()
    PPOLoss(clip: 0.2, entropy: 0.1).policy(
      logits.map { Float($0) }, mask: mask.map { UnsafePointer($0.base) }, count: 5, action: 1,
      oldLog: Float(item.oldLog), advantage: Float(item.advantage), scale: 0.5,
      probabilities: &probabilities, &gradient, &sums)
    for index in 0..<5 {
      var (up, down) = (logits, logits)
      up[index] += 1e-5
      down[index] -= 1e-5
      let slope = (loss(up, item) - loss(down, item)) / 2e-5
      #expect(abs(Double(gradient[index]) - slope) < 2e-6)
    }
    #expect(sums.rows == 1)
  }
}

extension Column {
  convenience init(count: Int, of value: Value, _ values: [Value]) {
    self.init(count: count, of: value)
    for (index, value) in values.enumerated() { base[index] = value }
  }
}
