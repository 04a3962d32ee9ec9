import MusterMath
import Testing

/// Golden values: the Open Bandit Pipeline's, by Benchmarks/Peers/off_policy.py.
@Suite struct OffPolicyTests {
  static let samples = OffPolicyGolden.reward.indices.map {
    OffPolicySample(
      reward: OffPolicyGolden.reward[$0], propensity: OffPolicyGolden.propensity[$0],
      target: OffPolicyGolden.target[$0], predicted: OffPolicyGolden.predicted[$0],
      expected: OffPolicyGolden.expected[$0])
  }

  @Test func estimatesAreThoseOfTheOpenBanditPipeline() throws {
    let golden: [(OffPolicyEstimator, (value: Double, halfWidth: Double))] = [
      (.inversePropensity, OffPolicyGolden.inversePropensity), (.clipped(2), OffPolicyGolden.clipped),
      (.selfNormalised, OffPolicyGolden.selfNormalised), (.doublyRobust, OffPolicyGolden.doublyRobust),
      (.switching(2), OffPolicyGolden.switching),
    ]
    for (estimator, expected) in golden {
      let found = try OffPolicyEstimate.from(Self.samples, by: estimator, level: 0.9)
      #expect(close(found.value, expected.value), "\(estimator): \(found)")
      #expect(close(found.halfWidth, expected.halfWidth, 1e-10), "\(estimator): \(found)")
    }
    let overlap = try OffPolicyOverlap(Self.samples)
    #expect(close(overlap.effectiveCount, OffPolicyGolden.effectiveCount))
    #expect(overlap.count == Self.samples.count)
    #expect(overlap.greatestWeight == Self.samples.map(\.weight).max())
  }

  @Test func aStreamGivesTheSame() throws {
    var running = RunningOffPolicy()
    for sample in Self.samples { running.add(weight: sample.weight, reward: sample.reward + 2) }
    for sample in Self.samples {
      running.replace(sample.reward + 2, with: sample.reward, weight: sample.weight)
    }
    let ips = running.inversePropensity(level: 0.9)
    let snips = running.selfNormalised(level: 0.9)
    #expect(close(ips.value, OffPolicyGolden.inversePropensity.value))
    #expect(close(ips.halfWidth, OffPolicyGolden.inversePropensity.halfWidth, 1e-10))
    #expect(close(snips.value, OffPolicyGolden.selfNormalised.value))
    #expect(close(snips.halfWidth, OffPolicyGolden.selfNormalisedStream, 1e-10))
    #expect(close(running.effectiveCount, OffPolicyGolden.effectiveCount))
    var writer = ByteWriter()
    running.write(to: &writer)
    var reader = ByteReader(writer.bytes)
    #expect(try RunningOffPolicy(from: &reader) == running)
    #expect(RunningOffPolicy().selfNormalised(level: 0.9).halfWidth == .infinity)
  }

  /// The policy's own log: every weight is 1, and all estimates are the mean.
  @Test func onItsOwnLogAPolicyGetsTheMean() throws {
    let rewards = (0..<50).map { Double($0 % 7) }
    let own = rewards.map { OffPolicySample(reward: $0, propensity: 0.3, target: 0.3) }
    let summary = Summary(rewards, confidence: 0.9)
    for estimator in [OffPolicyEstimator.inversePropensity, .selfNormalised, .doublyRobust] {
      let found = try OffPolicyEstimate.from(own, by: estimator, level: 0.9)
      #expect(close(found.value, summary.mean) && close(found.halfWidth, summary.halfWidth))
    }
    let overlap = try OffPolicyOverlap(own)
    #expect(overlap.warnings.isEmpty)
    #expect(close(overlap.effectiveCount, 50) && overlap.greatestWeight == 1)
  }

  @Test(arguments: [0, -0.1, 1.5, .nan, .infinity])
  func aPropensityThatCannotBeIsRefused(found: Double) {
    let samples = [OffPolicySample(reward: 1, propensity: 0.5, target: 0.5)]
    let bad = samples + [OffPolicySample(reward: 1, propensity: found, target: 0.5)]
    do {
      _ = try OffPolicyEstimate.from(bad, by: .inversePropensity)
      Issue.record("propensity \(found) was taken")
    } catch {
      guard case .sample(1, .propensity, let named) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(named == found || (named.isNaN && found.isNaN))
      #expect("\(error)".contains("expected a number above 0 and at most 1"))
    }
  }

  @Test func otherBadInputIsRefused() {
    func refused(_ sample: OffPolicySample, _ part: OffPolicyError.Part) {
      do {
        _ = try OffPolicyOverlap([sample])
        Issue.record("\(sample) was taken")
      } catch {
        guard case .sample(0, part, _) = error else {
          Issue.record("\(error)")
          return
        }
      }
    }
    refused(OffPolicySample(reward: .nan, propensity: 1, target: 1), .reward)
    refused(OffPolicySample(reward: 1, propensity: 1, target: 1.1), .target)
    refused(OffPolicySample(reward: 1, propensity: 1, target: .nan), .target)
    refused(OffPolicySample(reward: 1, propensity: 1, target: 1, predicted: .infinity), .predicted)
    refused(OffPolicySample(reward: 1, propensity: 1, target: 1, expected: .nan), .expected)
    refused(OffPolicySample(reward: 1, propensity: .leastNonzeroMagnitude, target: 1), .weight)
    #expect(throws: OffPolicyError.noSamples) { try OffPolicyOverlap([]) }
    let sample = OffPolicySample(reward: 1, propensity: 1, target: 1)
    #expect(throws: OffPolicyError.self) {
      try OffPolicyEstimate.from([sample], by: .selfNormalised, level: 1)
    }
    #expect(throws: OffPolicyError.self) { try OffPolicyEstimate.from([sample], by: .clipped(0)) }
    #expect(throws: OffPolicyError.self) { try OffPolicyEstimate.from([sample], by: .switching(.nan)) }
  }

  @Test func missingOverlapIsTold() throws {
    let never = (0..<20).map { OffPolicySample(reward: Double($0), propensity: 1, target: 0) }
    #expect(try OffPolicyOverlap(never).warnings == [.noOverlap])
    let nothing = try OffPolicyEstimate.from(never, by: .inversePropensity)
    #expect(nothing.value.isNaN && nothing.halfWidth == .infinity)
    let seldom = (0..<200).map {
      OffPolicySample(reward: 1, propensity: $0 == 7 ? 0.01 : 0.99, target: $0 == 7 ? 1 : 0.001)
    }
    let warnings = try OffPolicyOverlap(seldom).warnings
    #expect(warnings.contains { if case .fewEffective = $0 { true } else { false } })
    // A third of what the target does is never done.
    let partly = (0..<300).map { OffPolicySample(reward: 1, propensity: 1, target: $0 % 3 == 0 ? 0 : 1) }
    let missing = try OffPolicyOverlap(partly).warnings
    #expect(
      missing.contains { if case .missingMass(let share) = $0 { close(share, 1.0 / 3) } else { false } })
  }
}
