import MusterMath
import MusterPolicy
import Testing

@testable import MusterLab

@Suite("The search for weights") struct WeightSearchTests {
  private static let start = PlacementWeights.fragmentation.values.map(Double.init)

  private func plan(_ more: String) throws -> WeightSearch.Plan {
    try PlacementSettings(TraceSpec("placement?population=40&floor=0.001&\(more)")).plan
  }

  @Test(
    "climbs to the best weights of a bowl",
    arguments: ["search=cross-entropy", "search=policy-gradient&rate=1"])
  func bowl(search: String) throws {
    let plan = try plan(search)
    var distribution = WeightSearch(Self.start, deviation: 0.3)
    let best = distribution.mean.indices.map { distribution.mean[$0] + ($0 % 2 == 0 ? 0.5 : -0.25) }
    func distance(_ weights: [Double]) -> Double {
      zip(weights, best).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    let before = distance(distribution.mean)
    for step in 0..<150 {
      let samples = distribution.samples(plan, step: step)
      #expect(samples.count == 40)
      distribution.learn(samples, gains: samples.map { -distance($0) }, plan)
    }
    #expect(distance(distribution.mean) < before / 3)
  }

  @Test("mirrors its samples for the gradient") func mirrored() throws {
    let plan = try plan("search=policy-gradient")
    let distribution = WeightSearch(Self.start, deviation: 0.3)
    let samples = distribution.samples(plan, step: 3)
    for index in distribution.mean.indices {
      #expect(abs((samples[0][index] + samples[1][index]) / 2 - distribution.mean[index]) < 1e-12)
    }
    #expect(samples[0] != samples[2])
  }

  @Test("stays where it is when all samples are as good") func flat() throws {
    let plan = try plan("search=policy-gradient")
    var distribution = WeightSearch(Self.start, deviation: 0.3)
    let before = distribution
    distribution.learn(
      distribution.samples(plan, step: 0), gains: Array(repeating: 1, count: 40), plan)
    #expect(distribution == before)
  }
}
