import Testing

@testable import MusterLab

@Suite("The catalogue of metrics")
struct CatalogueTests {
  @Test(
    "Every name that the lab measures is listed",
    arguments: [
      "gpuAllocationPct@100", "fragAmountPct@70", "fragRatioPct@130", "successPct", "failedPct",
      "rejectedPct",
      "expiredPct", "costPerTaskUSD", "costPerSuccessUSD", "calledOffPct", "rewardMean", "placementMeanMs",
      "placementP50Ms",
      "placementP99Ms", "completionMeanMs", "completionP50Ms", "completionP99Ms", "cpuUtilisationPct",
      "memoryUtilisationPct", "gpuUtilisationPct", "slotUtilisationPct", "jain", "loadCV", "loadPeak",
      "prefixHitPct", "firstTokenP50Ms", "firstTokenP99Ms", "goodputPct", "goodputPerS", "makespanS",
      "preemptions",
      "requeues", "throughputPerS", "decisionP50Us", "decisionP99Us", "decisionsPerS", "wallS",
    ])
  func listed(name: String) {
    #expect(MetricCatalogue.contains(name))
    let info = MetricCatalogue.info(for: name)
    #expect(info.name == name)
    #expect(info.group != .other)
    #expect(info.direction != .none)
    #expect(!info.meaning.isEmpty)
    // The unit that a name ends in is the unit that is listed.
    let base = name.split(separator: "@")[0]
    for (ending, unit) in [("Pct", "%"), ("USD", "USD"), ("Ms", "ms"), ("Us", "µs")]
    where base.hasSuffix(ending) {
      #expect(info.unit == unit)
    }
  }

  @Test("No name is listed twice, and every lead is listed")
  func unique() {
    let names = MetricCatalogue.listed.map(\.name)
    #expect(names.unique == names)
    #expect(MetricCatalogue.headlines.allSatisfy(MetricCatalogue.contains))
  }

  @Test("A family is found by its number")
  func family() {
    let info = MetricCatalogue.info(for: "gpuAllocationPct@70")
    #expect(info.title == "GPU allocated, 70 % requested")
    #expect(info.meaning.contains("70 %"))
    #expect(!info.meaning.contains("X"))
    #expect(!MetricCatalogue.contains("gpuAllocationPct@X"))
    #expect(!MetricCatalogue.contains("gpuAllocationPct@"))
    #expect(!MetricCatalogue.contains("gpuAllocationPct@inf"))
    #expect(!MetricCatalogue.contains("successPct@5"))
  }

  @Test("An unknown name describes itself")
  func unknown() {
    let info = MetricCatalogue.info(for: "novelty")
    #expect(info.title == "novelty")
    #expect(info.direction == .none)
    #expect(info.unitAndDirection.isEmpty)
    #expect(info.unitAndDirectionInWords.isEmpty)
  }
}
