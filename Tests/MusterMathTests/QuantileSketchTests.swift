import MusterMath
import Testing

@Suite struct QuantileSketchTests {
  static let points = [0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1]

  /// Within the promised error of the value of that rank, whatever the distribution.
  @Test(arguments: Distribution.all)
  func errorStaysWithinTheBound(_ distribution: Distribution) throws {
    for scale in [1, 1e-9, 1e12] {
      var random = Random(seed: 91)
      let values = (0..<20_000).map { _ in distribution.draw(&random) * scale }
      var sketch = QuantileSketch()
      for value in values { sketch.add(value) }
      let sorted = values.sorted()
      for p in Self.points {
        let exact = sorted[Int(p * Double(sorted.count - 1))]
        let estimate = try #require(sketch.quantile(p))
        #expect((estimate - exact).magnitude <= exact.magnitude * QuantileSketch.relativeError * (1 + 1e-12))
      }
      #expect(sketch.quantile(0) == sorted.first && sketch.quantile(1) == sorted.last)
    }
  }

  /// The bound is reached: an error half as large would be a false promise.
  @Test func boundIsTight() throws {
    var worst = 0.0
    for step in 0..<1000 {
      let value = 1 + Double(step) / 1000
      var sketch = QuantileSketch()
      for other in [0.5, value, 4] { sketch.add(other) }
      worst = max(worst, (try #require(sketch.quantile(0.5)) - value).magnitude / value)
    }
    #expect(
      worst <= QuantileSketch.relativeError * (1 + 1e-12) && worst > QuantileSketch.relativeError * 0.99)
  }

  /// The state depends on the values alone: any grouping and order of merges gives equal sketches.
  @Test func mergesInAnyOrder() {
    var random = Random(seed: 92)
    var values = (0..<3000).map { _ in random.normal() * Portable.exp(random.uniform(-20, 20)) }
    values += [0, 0, -0.0, .leastNonzeroMagnitude]
    var whole = QuantileSketch()
    for value in values { whole.add(value) }
    for parts in [1, 2, 7, 50] {
      random.shuffle(&values)
      var sketches = [QuantileSketch](repeating: QuantileSketch(), count: parts)
      for value in values { sketches[random.below(parts)].add(value) }
      random.shuffle(&sketches)
      var merged = QuantileSketch()
      for sketch in sketches { merged.merge(sketch) }
      #expect(merged == whole)
    }
    #expect(whole.count == 3004)
  }

  @Test func zerosAndSignsKeepTheirPlace() {
    var sketch = QuantileSketch()
    #expect(sketch.quantile(0.5) == nil)
    sketch.add(-10, times: 2)
    sketch.add(0, times: 5)
    sketch.add(10, times: 2)
    sketch.add(3, times: 0)
    #expect(sketch.count == 9 && sketch.minimum == -10 && sketch.maximum == 10)
    #expect([0, 0.1, 0.25, 0.5, 0.74, 0.9, 1].map { sketch.quantile($0) } == [-10, -10, 0, 0, 0, 10, 10])
  }

  @Test func extremesOfMagnitude() {
    var sketch = QuantileSketch()
    for value in [Double.leastNormalMagnitude, 1, .greatestFiniteMagnitude, .greatestFiniteMagnitude] {
      sketch.add(value)
    }
    #expect(sketch.quantile(0) == .leastNormalMagnitude)
    let high = sketch.quantile(0.7) ?? 0
    #expect(close(high, .greatestFiniteMagnitude, 0.02))
  }

  /// By bits: what an exit test captures goes through JSON, which knows no endless number.
  @Test(arguments: [Double.infinity, -.infinity, .nan].map(\.bitPattern))
  func endlessValuesAreRefused(bits: UInt64) async {
    await #expect(processExitsWith: .failure) { [bits] in
      var sketch = QuantileSketch()
      sketch.add(Double(bitPattern: bits))
    }
  }
}
