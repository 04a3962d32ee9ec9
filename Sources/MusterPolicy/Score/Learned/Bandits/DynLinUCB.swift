import MusterMath

/// DynLin-UCB, the bandit for actions that leave something behind: a hidden state x' = A x + B u + noise, of which
/// one sees y = w.x + t.u + noise. What an action u brings in the long run is h.u with h = t + B^T (I - A)^-T w; one
/// sees it only after holding the action until the state has settled. So in epoch m the action stands for
/// 1 + floor(ln m / ln(1 / rho)) rounds, and the regression learns from the last of them only.
///
/// Source: Mussi, Metelli and Restelli, Dynamical Linear Bandits (ICML 2023), algorithm 1. O(d^2) an action and
/// epoch.
public struct DynLinUCB: Sendable {
  /// The spectral radius of A, as far as one knows: above 0, below 1. Larger holds longer.
  public let spectralRadius: Double
  /// What the standard error is multiplied by.
  public let width: Double
  var bank: RidgeBank<Float>
  private var means: [Float] = []
  private var widths: [Float] = []

  public init(dimension: Int, ridge: Double, width: Double, spectralRadius: Double) {
    self.width = width
    self.spectralRadius = spectralRadius
    bank = RidgeBank(dimension: dimension, ridge: ridge)
    bank.append()
  }

  /// How many rounds the action of epoch `epoch`, counted from 1, stands.
  public func rounds(inEpoch epoch: Int) -> Int {
    let held = Portable.log(Double(max(epoch, 1))) / Portable.log(1 / spectralRadius)
    // A number that should be whole may have been rounded below it.
    return 1 + Int((held + 1e-9).rounded(.down))
  }

  /// What each action may bring at best: h.u + width |u|_{V^-1}, V being ridge I + the sum of u u^T.
  /// - Parameter actions: finite numbers, the dimension for each action.
  public mutating func bounds(
    _ actions: UnsafeBufferPointer<Float>, into bounds: UnsafeMutableBufferPointer<Float>
  ) {
    if means.count < bounds.count {
      means = Array(repeating: 0, count: bounds.count)
      widths = means
    }
    means.withUnsafeMutableBufferPointer { means in
      widths.withUnsafeMutableBufferPointer { widths in
        guard let means = means.baseAddress, let widths = widths.baseAddress else { return }
        bank.predict(0, atEach: actions, means: means, widths: widths)
        for i in 0..<bounds.count { bounds[i] = means[i] + Float(width) * widths[i].squareRoot() }
      }
    }
  }

  /// Learns what the last round of an epoch brought.
  public mutating func learn(_ action: [Float], _ reward: Double) {
    action.withUnsafeBufferPointer { _ = bank.add($0, reward: reward, to: 0) }
  }

  /// The coefficients h as estimated.
  public var coefficients: [Float] { bank.theta(0) }
}
