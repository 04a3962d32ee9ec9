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
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["MUSTER_STUDY_TRACE"] != nil,
    "MUSTER_STUDY_TRACE=SPEC trains for hours"))
struct OrchestrationStudyTests {
  @Test func tenSeeds() throws {
    let spec = try #require(ProcessInfo.processInfo.environment["MUSTER_STUDY_TRACE"])
    let study = OrchestrationStudy(try OrchestrationSource(TraceCatalogue().open(spec)))
    let seeds = Array(1...10 as ClosedRange<UInt64>)
    let roles = try seeds.map { try study.run(OrchestrationMethod.roles, seed: $0) }
    print(Self.line("roles", roles, roles))
    for rule in OrchestrationRule.all {
      let tuned = try study.tuned(rule, seeds: 101...104)
      print(Self.line(tuned.name, try seeds.map { try study.run(tuned, seed: $0) }, roles))
    }
    let ablations: [OrchestrationMethod] =
      [0, 0.25, 0.75, 1].map { .roles(localWeight: $0) } + [
        .roles(localWeight: 0.5, isApart: false), .roles(localWeight: 0.5, usesPotential: false),
        .communicating(0), .communicating(0.4), .communicating(1),
      ]
    for method in OrchestrationMethod.others + ablations {
      print(Self.line(method.name, try seeds.map { try study.run(method, seed: $0) }, roles))
    }
  }

  private static func line(
    _ name: String, _ runs: [OrchestrationStudy.Run], _ roles: [OrchestrationStudy.Run]
  ) -> String {
    let own = Summary(runs.map(\.composite))
    let gain = Summary.paired(roles.map(\.composite), minus: runs.map(\.composite))
    return
      "\(name): composite \(own.mean) +- \(own.halfWidth), roles less this \(gain.mean) +- \(gain.halfWidth)"
  }
}
