/// The most probable actions of a network that all agents share.
final class SharedActor: TeamActor {
  private let network: Network
  private let shape: WorldShape
  private let copies: Int
  private let logits: FloatMemory
  private let tape: FloatMemory
  private let probabilities: FloatMemory

  init(_ network: Network, _ shape: WorldShape, copies: Int) {
    self.network = network
    self.shape = shape
    self.copies = copies
    let rows = copies * shape.agents
    logits = FloatMemory(count: rows * shape.actions)
    tape = FloatMemory(count: network.layer.tapeCount(rows: rows))
    probabilities = FloatMemory(count: shape.actions)
  }

  func act(
    _ observations: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?,
    into actions: UnsafeMutablePointer<Int32>
  ) {
    let rows = copies * shape.agents
    network.layer.forward(
      network.values.base, input: observations, rows: rows, output: logits.base, tape: tape.base)
    for row in 0..<rows {
      _ = Categorical.probabilities(
        logits.base + row * shape.actions, mask: mask.map { $0 + row * shape.actions },
        count: shape.actions, probabilities.base)
      actions[row] = Int32(Categorical.best(probabilities.base, count: shape.actions))
    }
  }
}
