/// The running mean and deviation of returns, so that a critic learns numbers of about unit size (PopArt, van
/// Hasselt et al., 2016: when the moments move, the last layer is rescaled and no prediction changes).
struct ValueNormaliser: Sendable, Equatable {
  /// Weight of the past: per batch, with the bias of the first batches taken out.
  let decay: Double
  private(set) var first = 0.0
  private(set) var second = 0.0
  private(set) var weight = 0.0

  init(decay: Double) { self.decay = decay }

  init(decay: Double, first: Double, second: Double, weight: Double) {
    (self.decay, self.first, self.second, self.weight) = (decay, first, second, weight)
  }

  var mean: Double { weight > 0 ? first / weight : 0 }

  /// At least 0.01, so that constant returns are no division by zero; 1 before the first batch.
  var deviation: Double {
    weight > 0 ? max(second / weight - mean * mean, 1e-4).squareRoot() : 1
  }

  /// Takes in a batch of `count` returns, of which `isPresent`, if given, says which count.
  mutating func add(_ returns: UnsafePointer<Float>, isPresent: UnsafePointer<Bool>? = nil, count: Int) {
    var (sum, squares, present) = (0.0, 0.0, 0.0)
    for at in 0..<count where isPresent.map({ $0[at] }) ?? true {
      sum += Double(returns[at])
      squares += Double(returns[at]) * Double(returns[at])
      present += 1
    }
    // What is not finite is for the gradient to name; moments would carry it into the network's last layer.
    if present == 0 || !sum.isFinite || !squares.isFinite { return }
    first = decay * first + (1 - decay) * sum / present
    second = decay * second + (1 - decay) * squares / present
    weight = decay * weight + (1 - decay)
  }

  /// Turns what a critic gives into values, in place.
  func restore(_ values: FloatMemory) {
    let (mean, deviation) = (Float(mean), Float(deviation))
    for at in 0..<values.count { values.base[at] = values.base[at] * deviation + mean }
  }

  /// Changes the last dense layer of `network` so that its outputs under these moments mean what they meant under
  /// `old`.
  func rescale(_ network: Network, from old: ValueNormaliser) {
    let blocks = network.layout.blocks.suffix(2)
    guard blocks.count == 2, let weights = blocks.first, let bias = blocks.last else { return }
    let factor = old.deviation / deviation
    let shift = (old.mean - mean) / deviation
    let (matrix, row) = (network.values.base + weights.offset, network.values.base + bias.offset)
    for at in 0..<weights.count { matrix[at] = Float(Double(matrix[at]) * factor) }
    for at in 0..<bias.count { row[at] = Float(Double(row[at]) * factor + shift) }
  }
}

/// The normalisers of both critics.
struct Normalisers: Sendable, Equatable {
  /// Of what agents are paid.
  var own: ValueNormaliser
  /// Of what the whole is paid.
  var team: ValueNormaliser

  init(decay: Double) {
    own = ValueNormaliser(decay: decay)
    team = ValueNormaliser(decay: decay)
  }
}
