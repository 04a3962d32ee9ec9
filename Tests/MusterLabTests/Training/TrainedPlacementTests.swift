import MusterLab
import Testing

/// What the weights that come with Muster reach on seeds that they were not trained on; the table of all 13 variants
/// stands in `README.md`.
@Suite("The trained placement", .needsRealData)
struct TrainedPlacementTests {
  @Test(
    "beats FGD on seeds never trained on",
    arguments: [("default", 95.85), ("gpuspec25", 0), ("multigpu50", 0)] as [(String, Double)])
  func beats(variant: String, atLeast: Double) async throws {
    let trace = try TraceCatalogue().open("openb:\(try RealData.path("openb/pods_\(variant).csv"))")
    let result = try await Comparison(
      trace: trace, policies: ["fgd", "learned-placement"], seeds: Array(42...45)
    ).run(workers: 2)
    let row = try #require(result.row(policy: "learned-placement", metric: "gpuAllocationPct@100"))
    #expect(row.mean >= atLeast)
    #expect(try #require(row.pairedDifference).mean > 0)
  }
}
