import MusterMath
import Testing

@testable import MusterLearning

@Suite struct CommunicationTests {
  private static let shape = WorldShape(
    agents: 4, actions: 2, observationSize: 3, stateSize: 1, hasMasks: false)

  private static func make(
    _ layout: inout ParameterLayout, isSoft: Bool = false, share: Double = 0.4, isGated: Bool = true
  ) -> CommunicationLayer {
    var settings = Communication()
    settings.width = 12
    settings.edgeShare = share
    settings.isGated = isGated
    return CommunicationLayer(settings, shape, isSoft: isSoft, in: &layout)
  }

  /// With soft edges and gates the layer is smooth, and every gradient is that of finite differences: those by the
  /// logits of edges included. Noise and flag are no parameters to learn: theirs is 0, which the check knows.
  @Test func gradients() {
    var layout = ParameterLayout()
    let layer = Self.make(&layout, isSoft: true)
    for seed in 1...3 as ClosedRange<UInt64> {
      var check = GradientCheck(layer, layout, rows: 3, seed: seed)
      // The layer norm behind the attention bends sharply.
      check.step = 1 / 128
      let found = check.run()
      #expect(found.input < GradientCheck.tolerance)
      let (edges, weights) = (layer.edgeRange, layer.weightRange(layout.count))
      #expect(check.distance(in: edges) < GradientCheck.tolerance)
      #expect(check.distance(in: weights) < GradientCheck.tolerance)
    }
  }

  /// Agent 0 hears whom the graph says, and nobody else; without edges nobody; an absent one is not heard.
  @Test func hearsAlongEdgesOnly() {
    var layout = ParameterLayout()
    let layer = Self.make(&layout, isGated: false)
    let memory = FloatMemory(count: layout.count)
    var random = Random(seed: 4)
    layer.initialise(memory.base, &random)
    // The head's last gain is small: its weights are set so that a change shows.
    for index in layer.weightRange(layout.count) where memory.base[index] != 0 { memory.base[index] *= 3 }
    for at in 0..<4 { memory.base[layer.graph.logits + at] = at == 2 ? 5 : 0 }
    func first(_ input: [Float]) -> [Float] {
      let output = FloatMemory(count: 8)
      let tape = FloatMemory(count: layer.tapeCount(rows: 1))
      layer.forward(memory.base, input: input, rows: 1, output: output.base, tape: tape.base)
      return Array(output.values[..<2])
    }
    var input: [Float] = [1, 2, 3, 1, 1, 1, -1, 1, 0.5, 2, 0, 1]
    let before = first(input)
    input[3] = -4
    // The softmax is taken over all and then cut, so rounding may differ.
    #expect(zip(first(input), before).allSatisfy { abs($0 - $1) < 1e-6 })
    input[6] = 3
    let heard = first(input)
    #expect(heard != before)
    for at in 6..<9 { input[at] = 0 }
    let unheard = first(input)
    memory.base[layer.graph.logits + 2] = -5
    input[3] = 1
    let other = first(input)
    input[3] = -4
    #expect(first(input) != other)
    #expect(unheard != heard)
  }

  @Test(arguments: [(0.0, 0), (0.4, 1), (1.0, 3)]) func degree(share: Double, edges: Int) {
    var settings = Communication()
    settings.edgeShare = share
    #expect(settings.edges(4) == edges)
  }

  /// The doers of this game see nothing of what they are paid for: only who hears the caller can win, 4 a game at
  /// best; alone it is 2. The graph has one edge for each of the three agents.
  @Test func learnsToListen() throws {
    var settings = PPOTrainerTests.settings {
      $0.copies = 32
      $0.horizon = 8
      $0.epochs = 5
      $0.actorRate = 3e-3
      $0.criticRate = 3e-3
    }
    var communication = Communication()
    communication.width = 16
    // What the caller does would tell as much as what it says.
    communication.isSequential = false
    communication.edgeShare = 0.4
    communication.edgeRate = 2e-2
    for (share, isEnough) in [(0.4, true), (0, false)] {
      communication.edgeShare = share
      settings.design = .communicating(communication)
      let trainer = try PPOTrainer(settings, threads: 1) { WhisperGame(copies: $0.count) }
      for _ in 0..<120 { _ = try trainer.update() }
      let score = trainer.evaluate(WhisperGame(copies: 100), isGreedy: true).reduce(0, +) / 100
      #expect(isEnough ? score > 3.6 : score < 3)
    }
  }
}
