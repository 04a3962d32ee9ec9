import MusterMath
import Testing

@Suite struct TimeWeightedTests {
  @Test func weighsByHowLong() {
    var queue = TimeWeighted(2, at: 100)
    #expect(queue.average(until: 100) == 2)
    queue.set(10, at: 130)
    queue.add(-6, at: 140)
    // 30 ns of 2, 10 ns of 10, 60 ns of 4.
    #expect(queue.average(until: 200) == (60 + 100 + 240) / 100)
    #expect(queue.integral(until: 200) == 400)
    #expect(queue.value == 4 && queue.minimum == 2 && queue.maximum == 10)
  }

  @Test func whatHeldForNoTimeCountsForNothing() {
    var value = TimeWeighted(1, at: 0)
    value.set(1000, at: 50)
    value.set(1, at: 50)
    #expect(value.average(until: 100) == 1 && value.maximum == 1000)
  }

  /// Against a sum over every nanosecond.
  @Test func agreesWithCounting() {
    var random = Random(seed: 94)
    var load = TimeWeighted(0, at: -50)
    var value = 0.0
    var total = 0.0
    for now in -50..<1000 as Range<Int64> {
      if random.bernoulli(0.2) {
        value = Double(random.below(9))
        load.set(value, at: now)
      }
      total += value
    }
    #expect(load.integral(until: 1000) == total)
    #expect(load.average(until: 1000) == total / 1050)
  }

  @Test func timeDoesNotGoBack() async {
    await #expect(processExitsWith: .failure) {
      var value = TimeWeighted(1, at: 10)
      value.set(2, at: 9)
    }
  }
}
