import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("DynLin") struct DynLinTests {
  /// The golden world of Dynamical Linear Bandits (2211.08997): A = diag(.2, 0, .1), B = diag(.45, 0, .1),
  /// w = (1, 0, .1), t = (0, .5, .1), noise .01, and the six vertices of the budget 1.5 in the unit cube.
  struct World {
    static let a: [Double] = [0.2, 0, 0.1]
    static let b: [Double] = [0.45, 0, 0.1]
    static let w: [Double] = [1, 0, 0.1]
    static let t: [Double] = [0, 0.5, 0.1]
    static let actions: [[Float]] = [
      [1, 0.5, 0], [1, 0, 0.5], [0.5, 1, 0], [0, 1, 0.5], [0.5, 0, 1], [0, 0.5, 1],
    ]
    static let noise = 0.01
    var state = [0.0, 0, 0]
    var random: Random

    mutating func play(_ u: [Float]) -> Double {
      var y = World.noise * random.normal()
      for i in 0..<3 { y += World.w[i] * state[i] + World.t[i] * Double(u[i]) }
      for i in 0..<3 {
        state[i] = World.a[i] * state[i] + World.b[i] * Double(u[i]) + World.noise * random.normal()
      }
      return y
    }
  }

  @Test("'s golden world has h = (.5625, .5, .111), J* = .8125, u* = (1, .5, 0)") func golden() {
    let h = (0..<3).map { World.t[$0] + World.b[$0] * World.w[$0] / (1 - World.a[$0]) }
    #expect((h[0] - 0.5625).magnitude < 1e-12 && h[1] == 0.5 && (h[2] - 0.1111111).magnitude < 1e-6)
    let values = World.actions.map { u in (0..<3).reduce(0) { $0 + h[$1] * Double(u[$1]) } }
    #expect(values.max() == values[0] && (values[0] - 0.8125).magnitude < 1e-12)
    for seed in 0..<20 as Range<UInt64> {
      var world = World(random: Random(seed: seed))
      var policy = DynLinUCB(dimension: 3, ridge: 0.1, width: 0.5, spectralRadius: 0.2)
      var bounds = [Float](repeating: 0, count: 6)
      var played = 0
      var best = 0
      var reward = 0.0
      for epoch in 1...2000 {
        World.actions.flatMap { $0 }.withUnsafeBufferPointer { actions in
          bounds.withUnsafeMutableBufferPointer { policy.bounds(actions, into: $0) }
        }
        let choice = bounds.indices.max { bounds[$0] < bounds[$1] } ?? 0
        var last = 0.0
        for _ in 0..<policy.rounds(inEpoch: epoch) {
          last = world.play(World.actions[choice])
          if epoch <= 1000 { continue }
          played += 1
          if choice == 0 { best += 1 }
          reward += last
        }
        policy.learn(World.actions[choice], last)
      }
      #expect(Double(best) > 0.95 * Double(played), "seed \(seed): \(best) of \(played)")
      #expect((reward / Double(played) - 0.8125).magnitude < 0.01, "seed \(seed)")
      // What h is along the action that is played; elsewhere only as well as it had to be known.
      let estimate = Double(policy.coefficients[0]) + 0.5 * Double(policy.coefficients[1])
      #expect((estimate - 0.8125).magnitude < 0.01, "seed \(seed): \(policy.coefficients)")
    }
  }

  @Test("holds an action for 1 + floor(ln m / ln(1 / rho)) rounds") func rounds() {
    let policy = DynLinUCB(dimension: 1, ridge: 1, width: 1, spectralRadius: 0.5)
    #expect((1...9).map { policy.rounds(inEpoch: $0) } == [1, 2, 2, 3, 3, 3, 3, 4, 4])
    #expect(policy.rounds(inEpoch: 1 << 40) == 41)
    let slow = DynLinUCB(dimension: 1, ridge: 1, width: 1, spectralRadius: 0.9)
    #expect(slow.rounds(inEpoch: 10) == 22)
  }

  @Test("keeps an assignment as long as the epoch lasts") func keeps() throws {
    var world = try BanditWorld("feasible | dynlin(radius: 0.9) | best", agents: agents(4), seed: 3)
    var changes: [Int] = []
    var before = -1
    for step in 0..<200 {
      // Whoever is chosen disappoints, and tasks differ: without epochs each would be left at once.
      let features: [Float] = [step % 2 == 0 ? 1 : -1, step % 3 == 0 ? 1 : 0]
      let row = world.step(task(step, features: features)) { _, _ in 0 }
      if row != before { changes.append(step) }
      before = row
    }
    let policy = DynLinUCB(dimension: 1, ridge: 1, width: 1, spectralRadius: 0.9)
    var starts = [0]
    while let last = starts.last, last < 200 { starts.append(last + policy.rounds(inEpoch: starts.count)) }
    #expect(Set(changes).isSubset(of: starts) && changes.count > 3, "\(changes)")
  }
}
