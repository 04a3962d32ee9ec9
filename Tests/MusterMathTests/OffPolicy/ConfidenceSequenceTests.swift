import MusterMath
import Testing

@Suite struct ConfidenceSequenceTests {
  /// The formula of the paper in numpy: Benchmarks/Peers/off_policy.py.
  @Test func boundsAreThoseOfThePaper() {
    var sequence = ConfidenceSequence(error: 0.05)
    for (index, reward) in OffPolicyGolden.reward.enumerated() {
      sequence.add(min(max(reward, 0), 1))
      #expect(close(sequence.low, OffPolicyGolden.sequenceLow[index], 1e-11))
      #expect(close(sequence.high, OffPolicyGolden.sequenceHigh[index], 1e-11))
    }
  }

  /// Looked at after every value, the bounds are wrong at any time in at most as many runs as they say.
  @Test(arguments: [0.5, 0.9, 0.02]) func boundsHoldAtAllTimes(mean: Double) {
    let runs = 400
    var (above, below) = (0, 0)
    for run in 0..<runs {
      var random = Random(seed: 71, stream: UInt64(run))
      var sequence = ConfidenceSequence(error: 0.1)
      var (wasAbove, wasBelow) = (false, false)
      for _ in 0..<1000 {
        sequence.add(random.bernoulli(mean) ? 1 : 0)
        wasAbove = wasAbove || sequence.low > mean
        wasBelow = wasBelow || sequence.high < mean
      }
      above += wasAbove ? 1 : 0
      below += wasBelow ? 1 : 0
      #expect(sequence.high - sequence.low < 0.14)
    }
    #expect(above <= runs / 10 && below <= runs / 10, "\(above) and \(below) of \(runs)")
  }

  @Test func aReplacedValueCountsInPlaceOfTheFirst() {
    var random = Random(seed: 5)
    let values = (0..<100).map { _ in random.unit() }
    var (plain, corrected) = (ConfidenceSequence(error: 0.05), ConfidenceSequence(error: 0.05))
    for value in values.dropLast() {
      plain.add(value)
      corrected.add(value)
    }
    plain.add(values[99])
    let stake = corrected.add(0)
    corrected.replace(0, stake, with: values[99])
    #expect(close(plain.low, corrected.low) && close(plain.high, corrected.high))
    #expect(close(plain.mean, corrected.mean))
  }

  @Test func knowsNothingAtFirst() {
    let sequence = ConfidenceSequence(error: 0.05)
    #expect(sequence.low == 0 && sequence.high == 1 && sequence.mean == 0.5)
  }
}
