import Foundation
import Testing

@testable import MusterLab

@Suite struct StudyResultsTests {
  private static func run(_ composite: Double, convergence: Double?) -> OrchestrationStudy.Run {
    var measures = OrchestrationMeasures()
    (measures.utilisation, measures.latency, measures.latency99) = (0.5, 2, 20)
    (measures.loadVariation, measures.fairness) = (0.25, 0.75)
    return OrchestrationStudy.Run(
      composite: composite, measures: [measures], convergence: convergence,
      returnVariation: convergence.map { _ in 0.125 })
  }

  /// What was added stands in the file and is read from it, and the lines are as by hand: differences of .1 and .3 have
  /// a mean of .2 and, with one degree of freedom, a 95 % interval of 12.706 times .1 to either side.
  @Test func goesOnFromItsFile() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("study-\(UUID()).tsv")
    defer { try? FileManager.default.removeItem(at: file) }
    var results = try StudyResults(file)
    for (seed, composite) in [(2, 0.5), (3, 0.7)] {
      try results.add("roles", UInt64(seed), Self.run(composite, convergence: 17))
    }
    for seed in [2, 3] { try results.add("fifo, moving", UInt64(seed), Self.run(0.4, convergence: nil)) }
    let read = try StudyResults(file)
    #expect(read.has("fifo, moving", 3) && !read.has("fifo, moving", 4) && !read.has("fifo", 3))
    let line = read.line("fifo, moving", [2, 3])
    #expect(line == results.line("fifo, moving", [2, 3]))
    #expect(
      line
        == "| fifo, moving | 0.4000±0.0000 | 0.2000±1.2706 | 0.500±0.000 | 2.00±0.00 | 20.0±0.0 |  |  "
        + "| 0.250±0.000 | 0.750±0.000 |")
    #expect(read.line("roles", [2, 3]).contains("| 17±0 | 0.125±0.000 |"))
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.split(separator: "\n").count == 5 && text.hasPrefix("name\tseed\tcomposite\t"))
  }

  /// Without roles on the same seeds there is nothing to compare with.
  @Test func leavesOutWhatIsNotPaired() throws {
    var results = try StudyResults(nil)
    try results.add("roles", 2, Self.run(0.5, convergence: 1))
    try results.add("fifo", 2, Self.run(0.5, convergence: nil))
    try results.add("fifo", 3, Self.run(0.5, convergence: nil))
    #expect(results.line("fifo", [2, 3]).hasPrefix("| fifo | 0.5000±0.0000 |  | 0.500"))
    // As many runs as roles has, of another seed.
    try results.add("fgd", 3, Self.run(0.5, convergence: nil))
    #expect(results.line("fgd", [2, 3]).hasPrefix("| fgd | 0.5000±inf |  | 0.500"))
  }

  @Test func refusesOtherFiles() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("study-\(UUID()).tsv")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("roles\t2\t0.5\n".utf8).write(to: file)
    #expect(throws: StudyResults.Malformed.self) { try StudyResults(file) }
  }
}
