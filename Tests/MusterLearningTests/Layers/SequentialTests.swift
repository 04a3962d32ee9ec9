import MusterMath
import Testing

@testable import MusterLearning

/// The decoder of CommFormer.
@Suite struct SequentialTests {
  private static let shape = WorldShape(
    agents: 4, actions: 3, observationSize: 3, stateSize: 1, hasMasks: false)

  private static func make(_ layout: inout ParameterLayout, isSoft: Bool = false) -> SequentialLayer {
    var settings = Communication()
    settings.width = 8
    return SequentialLayer(settings, shape, isSoft: isSoft, in: &layout)
  }

  /// With soft edges and gates the layer is smooth, and every gradient is that of finite differences: by all parameters,
  /// the logits of edges included, by what is seen and by the choices before.
  @Test func gradients() {
    var layout = ParameterLayout()
    let layer = Self.make(&layout, isSoft: true)
    for seed in 1...3 as ClosedRange<UInt64> {
      var check = GradientCheck(layer, layout, rows: 2, seed: seed)
      check.step = 1 / 128
      #expect(check.run().input < GradientCheck.tolerance)
      #expect(check.distance(in: layer.encoder.edgeRange) < GradientCheck.tolerance)
      #expect(check.distance(in: layer.encoder.weightRange(layout.count)) < GradientCheck.tolerance)
    }
  }

  /// No agent learns of a choice that comes after its own; one before it changes its logits, where edges let it through.
  /// Choosing one after the other gives, bit for bit, the logits that all choices give at once.
  @Test func choicesAreHeardInOrder() {
    var layout = ParameterLayout()
    let layer = Self.make(&layout)
    let parameters = FloatMemory(count: layout.count)
    var random = Random(seed: 3)
    layer.initialise(parameters.base, &random)
    parameters.base[layer.encoder.graph.noise + 16] = 1  // all edges
    for at in layer.head.affine.weights..<(layer.head.affine.weights + 24) { parameters.base[at] *= 100 }
    let rows = 2
    let seen = (0..<(rows * 12)).map { _ in Float(random.normal()) }
    let (input, tape) = (
      FloatMemory(count: rows * layer.inputs), FloatMemory(count: layer.tapeCount(rows: rows))
    )
    func logits(_ choices: [Int]) -> [Float] {
      layer.begin(input.base, observations: seen, rows: rows)
      for row in 0..<rows {
        for agent in 0..<4 { layer.tell(input.base, row: row, agent: agent, choice: choices[agent]) }
      }
      let output = FloatMemory(count: rows * 12)
      layer.forward(parameters.base, input: input.base, rows: rows, output: output.base, tape: tape.base)
      return output.values
    }
    let choices = [2, 0, 1, 1]
    let whole = logits(choices)
    for agent in 0..<4 {
      var other = choices
      other[agent] = (choices[agent] + 1) % 3
      let changed = logits(other)
      for row in 0..<rows {
        let ends = (row * 12, row * 12 + 3 * (agent + 1), row * 12 + 12)
        #expect(changed[ends.0..<ends.1] == whole[ends.0..<ends.1])
        if agent < 3 { #expect(changed[ends.1..<ends.2] != whole[ends.1..<ends.2]) }
      }
    }
    layer.begin(input.base, observations: seen, rows: rows)
    layer.encode(parameters.base, input.base, rows, tape.base)
    let output = FloatMemory(count: rows * 12)
    for agent in 0..<4 {
      layer.decode(parameters.base, input.base, rows, output.base, tape.base)
      for row in 0..<rows {
        let own = (row * 4 + agent) * 3
        #expect(Array(output.values[own..<(own + 3)]) == Array(whole[own..<(own + 3)]))
        layer.tell(input.base, row: row, agent: agent, choice: choices[agent])
      }
    }
  }

  private static func trainer(threads: Int, isSequential: Bool) throws -> PPOTrainer {
    var communication = Communication()
    communication.width = 16
    communication.edgeShare = 1
    communication.isSequential = isSequential
    let settings = PPOTrainerTests.settings {
      $0.copies = 32
      $0.horizon = 8
      $0.epochs = 5
      $0.actorRate = 3e-3
      $0.design = .communicating(communication)
    }
    return try PPOTrainer(settings, threads: threads) { PlacesGame(copies: $0.count) }
  }

  /// Who knows what those before it took goes elsewhere; who chooses at once cannot.
  @Test(arguments: [true, false]) func learnsToGoElsewhere(isSequential: Bool) throws {
    let trainer = try Self.trainer(threads: 1, isSequential: isSequential)
    for _ in 0..<60 { _ = try trainer.update() }
    let score = TeamGame.score(trainer.actor(copies: 4), PlacesGame(copies: 4))
    #expect(isSequential ? score == 3 : score < 2.2)
  }

  /// Every bit is the same whatever the number of threads, and after saving and resuming.
  @Test func isDeterministicAndResumes() throws {
    let (one, two) = (
      try Self.trainer(threads: 1, isSequential: true), try Self.trainer(threads: 3, isSequential: true)
    )
    for _ in 0..<3 {
      _ = try one.update()
      _ = try two.update()
    }
    #expect(one.checkpoint() == two.checkpoint())
    let resumed = try PPOTrainer(try Checkpoint(one.checkpoint().encoded()), threads: 1) {
      PlacesGame(copies: $0.count)
    }
    for trainer in [one, resumed] { _ = try trainer.update() }
    #expect(one.checkpoint() == resumed.checkpoint())
  }
}
