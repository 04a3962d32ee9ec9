import MusterMath
import MusterPolicy
import Testing

@testable import MusterLab

@Suite("The search for weights") struct WeightSearchTests {
  private func settings(_ more: String) throws -> PlacementSettings {
    try PlacementSettings(TraceSpec("placement?population=40&deviation=0.3&floor=0.001&\(more)"))
  }

  @Test(
    "climbs to the best weights of a bowl",
    arguments: ["search=cross-entropy", "search=policy-gradient&rate=1"])
  func bowl(search: String) throws {
    let settings = try settings(search)
    var distribution = WeightSearch(.fragmentation, deviation: settings.deviation)
    let best = distribution.mean.indices.map { distribution.mean[$0] + ($0 % 2 == 0 ? 0.5 : -0.25) }
    func distance(_ weights: [Double]) -> Double {
      zip(weights, best).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    let before = distance(distribution.mean)
    for step in 0..<150 {
      let samples = distribution.samples(settings, step: step)
      #expect(samples.count == 40)
      distribution.learn(samples, gains: samples.map { -distance($0) }, settings)
    }
    #expect(distance(distribution.mean) < before / 3)
  }

  @Test("mirrors its samples for the gradient") func mirrored() throws {
    let settings = try settings("search=policy-gradient")
    let distribution = WeightSearch(.fragmentation, deviation: 0.3)
    let samples = distribution.samples(settings, step: 3)
    for index in distribution.mean.indices {
      #expect(abs((samples[0][index] + samples[1][index]) / 2 - distribution.mean[index]) < 1e-12)
    }
    #expect(samples[0] != samples[2])
  }

  @Test("stays where it is when all samples are as good") func flat() throws {
    let settings = try settings("search=policy-gradient")
    var distribution = WeightSearch(.fragmentation, deviation: 0.3)
    let before = distribution
    distribution.learn(
      distribution.samples(settings, step: 0), gains: Array(repeating: 1, count: 40), settings)
    #expect(distribution == before)
  }
}
