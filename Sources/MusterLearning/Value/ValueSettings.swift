/// All hyper-parameters of the methods that learn one value for the team: VDN and QMIX.
public struct ValueSettings: Sendable, Equatable {
  /// How agents' values become the team's.
  public enum Mixing: Sendable, Equatable {
    /// Their sum: VDN.
    case sum
    /// A monotone function that depends on the state, with a hidden layer of this size: QMIX.
    case monotone(embedding: Int)
  }

  /// How agents' values become the team's.
  public var mixing = Mixing.monotone(embedding: 32)
  /// Sizes of the hidden layers of the agents' network.
  public var hidden = [64, 64]
  /// Copies of the world that are stepped together.
  public var copies = 16
  /// Steps of single copies that are remembered.
  public var memory = 50_000
  /// Remembered steps that one optimiser step learns from.
  public var batch = 128
  /// Remembered steps before learning begins; at least `batch` are waited for.
  public var warmUp = 1000
  /// The optimiser's rate.
  public var rate: Float = 5e-4
  /// Adam's epsilon.
  public var epsilon: Float = 1e-5
  /// Discount of future rewards, a step.
  public var discount: Float = 0.99
  /// Share of random actions at first.
  public var exploreFirst = 1.0
  /// Share of random actions at last.
  public var exploreLast = 0.05
  /// Frames over which the share falls linearly.
  public var exploreFrames = 50_000
  /// Optimiser steps between copies of the networks that targets are computed with.
  public var targetPeriod = 200
  /// The greatest norm of a gradient, for agents and mixer each.
  public var gradientNorm: Float = 10
  /// Where all randomness comes from.
  public var seed: UInt64 = 1

  /// The standing values.
  public init() {}

  func check() throws(TrainingError) {
    for (name, value) in [
      ("copies", copies), ("memory", memory), ("batch", batch), ("targetPeriod", targetPeriod),
    ] where value < 1 {
      throw .setting(name: name, found: "\(value)", expected: "at least 1")
    }
    if memory < max(batch, copies) {
      throw .setting(name: "memory", found: "\(memory)", expected: "at least \(max(batch, copies))")
    }
    if !(discount >= 0 && discount <= 1) {
      throw .setting(name: "discount", found: "\(discount)", expected: "0...1")
    }
    if !(rate > 0 && rate.isFinite) {
      throw .setting(name: "rate", found: "\(rate)", expected: "above 0")
    }
  }
}
