import Testing

@testable import MusterLearning

@Suite struct AdvantagesTests {
  private func run(
    _ rewards: [Float], _ values: [Float], _ cut: [Float], _ ends: [EpisodeEnd], following: Float,
    lambda: Float, isPresent: [Bool]? = nil
  ) -> (advantages: [Float], returns: [Float]) {
    var advantages = [Float](repeating: 0, count: rewards.count)
    var returns = advantages
    Advantages(discount: 0.5, lambda: lambda).estimate(
      steps: rewards.count, stride: 1, isPresent: isPresent ?? Array(repeating: true, count: rewards.count),
      rewards: rewards, values: values, cut: cut, ends: ends,
      following: following, advantages: &advantages, returns: &returns)
    return (advantages, returns)
  }

  /// By hand, with exact binary fractions: d2 = 4 + .5 * 8 - 2 = 6; d1 = 2 + .5 * 2 - 4 = -1, A1 = -1 + .25 * 6;
  /// d0 = 1 + .5 * 4 - 1 = 2, A0 = 2 + .25 * .5.
  @Test func byHand() {
    let found = run(
      [1, 2, 4], [1, 4, 2], [0, 0, 0], [.running, .running, .running], following: 8, lambda: 0.5)
    #expect(found.advantages == [2.125, 0.5, 6])
    #expect(found.returns == [3.125, 4.5, 8])
  }

  /// With lambda 1 returns are discounted sums: up to 0 where an episode ended, up to the cut value where it was cut.
  @Test func endsCutTheSum() {
    let found = run(
      [1, 2, 4, 8], [9, 9, 9, 9], [0, 16, 0, 0], [.running, .truncated, .running, .terminated],
      following: 99, lambda: 1)
    #expect(found.returns == [6, 10, 8, 8])
  }

  /// By hand: what comes while nothing can be chosen is paid to the last choice, and the value there is not asked. Last:
  /// d4 = 4 + .5 * 8 - 2 = 6. The steps before it, waiting, return 2 + .5 * (2 + .5 * 6) = 4.5 and 0 + .5 * 4.5 = 2.25;
  /// A1 = 1 + .5 * 2.25 - 4 = -1.875; A0 = 1 + .5 * (4 + .5 * -1.875) - 1 = 1.53125.
  @Test func whoWaitsIsPaidForTheLastChoice() {
    let found = run(
      [1, 1, 0, 2, 4], [1, 4, 99, -99, 2], [0, 0, 0, 0, 0], Array(repeating: .running, count: 5),
      following: 8, lambda: 0.5, isPresent: [true, true, false, false, true])
    #expect(found.returns == [2.53125, 2.125, 2.25, 4.5, 8])
    #expect([0, 1, 4].map { found.advantages[$0] } == [1.53125, -1.875, 6])
  }
}
