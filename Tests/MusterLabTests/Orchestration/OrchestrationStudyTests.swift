import Foundation
import MusterLearning
import MusterMath
import Testing

@testable import MusterLab

/// The published study: learners and rules on episodes that nobody trained on, paired by seed. It takes long, so only
/// `MUSTER_STUDY_TRACE` starts it, with the spec of a trace:
///
///     MUSTER_STUDY_TRACE='google2011:data/google2011?from=600&limit=60000' \
///       swift test -c release --filter OrchestrationStudyTests
///
/// `MUSTER_STUDY_SCOPE=pool` has all of them in replays through the engine; `MUSTER_STUDY_METHODS` names those that run
/// beside `roles`, `rules` among them, and everything runs without it. Whatever is chosen by results is chosen with
/// `MUSTER_STUDY_FIRST=12`: seeds 2 to 11 are those of the published tables.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["MUSTER_STUDY_TRACE"] != nil,
    "MUSTER_STUDY_TRACE=SPEC trains for hours"))
struct OrchestrationStudyTests {
  @Test func tenSeeds() throws {
    let environment = ProcessInfo.processInfo.environment
    let spec = try #require(environment["MUSTER_STUDY_TRACE"])
    var study = OrchestrationStudy(try OrchestrationSource(TraceCatalogue().open(spec)))
    study.threads = ProcessInfo.processInfo.activeProcessorCount
    if let frames = environment["MUSTER_STUDY_FRAMES"].flatMap(Int.init) { study.frames = frames }
    if let scope = environment["MUSTER_STUDY_SCOPE"] {
      study.settings.scope = try #require(OrchestrationScope(rawValue: scope))
    }
    let isPool = study.settings.scope == .pool
    let count = environment["MUSTER_STUDY_SEEDS"].flatMap(UInt64.init) ?? 10
    // Hyper-parameters were chosen with the test episodes of seed 1 in view.
    let first = environment["MUSTER_STUDY_FIRST"].flatMap(UInt64.init) ?? 2
    let seeds = Array(first..<(first + count))
    let wanted = environment["MUSTER_STUDY_METHODS"].map { $0.split(separator: ",").map(String.init) }
    func isWanted(_ name: String) -> Bool { wanted?.contains(name) ?? true }
    let advisors = try seeds.map {
      try OrchestrationMethod.roles.advisor(
        on: study.training, study.settings, seed: $0, threads: study.threads)
    }
    func runs(_ method: OrchestrationMethod) throws -> [OrchestrationStudy.Run] {
      try zip(seeds, advisors).map { seed, advisor in
        study.advisor = advisor
        return try study.run(method, seed: seed)
      }
    }
    let roles = try runs(.roles)
    print(Self.line("roles", roles, roles))
    let searched = try zip(seeds, advisors.compactMap(\.self)).map { try study.run($1, seed: $0) }
    print(Self.line("its advisor", searched, roles))
    for rule in OrchestrationRule.all + (isPool ? [] : OrchestrationRule.all.map(\.moving))
    where isWanted("rules") {
      let (tuned, _) = try rule.tuned(
        on: study.training, study.settings, seeds: 101...104, episodes: study.episodes, threads: study.threads
      )
      print(Self.line(tuned.name, try seeds.map { try study.run(tuned, seed: $0) }, roles))
    }
    let ablations: [OrchestrationMethod] =
      [.roles(localWeight: 0.5, isAdvised: false)] + [0, 0.25, 0.75, 1].map { .roles(localWeight: $0) } + [
        .roles(localWeight: 0.5, isApart: false), .roles(localWeight: 0.5, usesPotential: false),
        .communicating(0), .communicating(0.4), .communicating(1),
      ]
    for method in OrchestrationMethod.others + ablations where isWanted(method.name) {
      print(Self.line(method.name, try runs(method), roles))
    }
  }

  /// Means over seeds with half widths of 95 % intervals: the composite, what roles has more (paired by seed), and
  /// the five measures.
  private static func line(
    _ name: String, _ runs: [OrchestrationStudy.Run], _ roles: [OrchestrationStudy.Run]
  ) -> String {
    func text(_ summary: Summary, _ digits: Int) -> String {
      String(format: "%.\(digits)f±%.\(digits)f", summary.mean, summary.halfWidth)
    }
    func mean(_ digits: Int, _ value: (OrchestrationMeasures) -> Double) -> String {
      text(Summary(runs.map { RunningMoments($0.measures.map(value)).mean }), digits)
    }
    let convergence = runs.compactMap(\.convergence)
    let variation = runs.compactMap(\.returnVariation)
    let columns = [
      name, text(Summary(runs.map(\.composite)), 4),
      text(Summary.paired(roles.map(\.composite), minus: runs.map(\.composite)), 4),
      mean(3) { $0.utilisation }, mean(2) { $0.latency }, mean(1) { $0.latency99 },
      convergence.isEmpty ? "" : text(Summary(convergence), 0),
      variation.isEmpty ? "" : text(Summary(variation), 3), mean(3) { $0.loadVariation },
      mean(3) { $0.fairness },
    ]
    return "| " + columns.joined(separator: " | ") + " |"
  }
}
