import MusterLab
import MusterMath
import MusterPolicy
import Testing

@Suite struct RoutingStudyTests {
  /// Prompts on which the weak model fails where they are about proofs, and otherwise seldom.
  private static func table(_ count: Int, seed: UInt64) -> RoutingTable {
    var random = Random(seed: seed)
    let records = (0..<count).map { _ in
      let isHard = random.bernoulli(0.4)
      let words =
        isHard ? ["prove", "lemma", "bound", "induction"] : ["name", "colour", "capital", "translate"]
      let text = (0..<8).map { _ in
        random.bernoulli(0.4) ? words[random.below(4)] : "word\(random.below(40))"
      }.joined(separator: " ")
      return RouteLLMRecord(
        prompt: text, weakCorrect: random.bernoulli(isHard ? 0.2 : 0.85), strongCorrect: random.bernoulli(0.9)
      )
    }
    return RoutingTable(records)
  }

  @Test func routersBeatChanceOnMadeUpPrompts() {
    let study = RoutingStudy(Self.table(800, seed: 3), seeds: [1, 2, 3])
    let mean = { (router: RoutingRouter) in Summary(study.run(router).averageGapRecovered).mean }
    #expect(abs(mean(.random) - 0.5) < 0.06)
    for router in [RoutingRouter.winRate, .qualityGap, .nearest, .similarity, .cluster] {
      #expect(mean(router) > 0.65, "\(router)")
    }
    #expect(mean(.oracle) > 1)
    #expect(!study.routers.contains(.subjectMean))
  }

  @Test func onePassLearnsWithTheLabels() throws {
    let pass = RoutingOnline(Self.table(800, seed: 4), seeds: [1, 2])
    for learner in RoutingOnline.words + [RoutingOnline.refit] {
      let rows = try pass.run(learner)
      #expect(rows.map(\.labels) == [25, 50, 100, 200, 400])
      let last = Summary(try #require(rows.last).averageGapRecovered).mean
      #expect(last > 0.6, "\(learner): \(last)")
    }
  }

  @Test func theReportSaysWhichLabelsWereSeen() throws {
    let table = Self.table(60, seed: 5)
    let study = RoutingStudy(table, seeds: [1, 2])
    let online = try RoutingOnline(table, seeds: [1, 2]).run(RoutingOnline.refit)
    let report = RoutingReport(
      table, seeds: study.seeds, rows: [study.run(.length), study.run(.winRate)], online: online)
    let text = report.text()
    #expect(text.contains("labels seen"))
    #expect(text.contains("both models' on the other half"))
    #expect(
      report.json
        == RoutingReport(
          table, seeds: study.seeds, rows: [study.run(.length), study.run(.winRate)], online: online
        ).json)
  }

  /// RouteLLM publishes 50.1, 79.9 and .500 for random scores on MMLU; 50.0, 80.1 and .497 on GSM8K. A single
  /// draw strays; the mean over 40 does not.
  @Test(.needsRealData, arguments: [("gsm8k", 12, 1307), ("mmlu", 5, 14_037)])
  func randomScoresAreAsPublished(_ name: String, contaminated: Int, count: Int) throws {
    let table = try RoutingTable(path: RealData.path("routellm/\(name).csv.gz"))
    #expect(table.contaminated == contaminated)
    #expect(table.count == count)
    let row = RoutingStudy(table, seeds: Array(1...40)).run(.random)
    #expect(abs(Summary(row.averageGapRecovered).mean - 0.5) < 0.015)
    #expect(abs(Summary(row.callShareForHalf).mean - 0.5) < 0.03)
    #expect(abs(Summary(row.callShareForMost).mean - 0.8) < 0.03)
  }

  /// What the papers' notes ask for, over five splits; length alone and the published routers are below.
  @Test(.needsRealData) func gsm8kReachesItsGoal() throws {
    let table = try RoutingTable(path: RealData.path("routellm/gsm8k.csv.gz"))
    let row = RoutingStudy(table, seeds: [1, 2, 3, 4, 5]).run(.winRate)
    #expect(Summary(row.averageGapRecovered).mean >= 0.635)
  }

  @Test(.needsRealData) func mmluReachesItsGoal() throws {
    let table = try RoutingTable(path: RealData.path("routellm/mmlu.csv.gz"))
    let row = RoutingStudy(table, seeds: [1, 2, 3, 4, 5]).run(.winRate)
    #expect(Summary(row.averageGapRecovered).mean >= 0.66)
  }
}
