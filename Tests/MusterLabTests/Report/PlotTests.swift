import Testing

@testable import MusterLab

@Suite("Axes and curves")
struct PlotTests {
  @Test(
    "Ticks are round and labelled alike",
    arguments: [
      ([0.0, 100], 5, ["0", "20", "40", "60", "80", "100"]),
      ([86.0, 95], 3, ["87.5", "90.0", "92.5", "95.0"]),
      ([0.0144, 0.0156], 3, ["0.0145", "0.0150", "0.0155"]),
      ([-1, 1], 4, ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
      ([60000, 90000], 3, ["60k", "70k", "80k", "90k"]), ([0, 3e9], 3, ["0", "1000M", "2000M", "3000M"]),
    ] as [([Double], Int, [String])])
  func ticks(values: [Double], wanted: Int, expected: [String]) throws {
    let axis = try #require(AxisScale(holding: values, ticks: wanted))
    #expect(axis.ticks.map(axis.label) == expected)
  }

  @Test(
    "All values lie on the axis, and the ends are 0 and 1",
    arguments: [
      [5.0], [0], [-3, -3], [1e-12, 2e-12], [1e15, 1e15 + 2], [0, 1e300], [3, .nan, 4, .infinity],
    ] as [[Double]])
  func holds(values: [Double]) throws {
    let axis = try #require(AxisScale(holding: values, ticks: 4))
    for value in values where value.isFinite && value.magnitude < 1e300 {
      #expect(axis.position(value) >= 0 && axis.position(value) <= 1)
    }
    #expect(axis.position(axis.low) == 0)
    #expect(axis.position(axis.high) == 1)
    #expect(axis.low < axis.high)
    #expect(axis.ticks.count < 12)
  }

  @Test("Room ends at the limits, and at zero for what is not negative")
  func limits() throws {
    let percent = try #require(AxisScale(holding: [90, 100], limits: 0...100, ticks: 4))
    #expect(percent.high == 100)
    let beyond = try #require(AxisScale(holding: [90, 101], limits: 0...100, ticks: 4))
    #expect(beyond.high > 101)
    let positive = try #require(AxisScale(holding: [0.1, 10], ticks: 4))
    #expect(positive.low == 0)
  }

  @Test("No finite value, no axis")
  func noAxis() {
    #expect(AxisScale(holding: [.nan, .infinity], ticks: 4) == nil)
    #expect(AxisScale(holding: [], ticks: 4) == nil)
  }

  private func curve(_ points: [(Double, Double)]) -> Curve {
    Curve(name: "c", xUnit: "x", yUnit: "y", points: points.map { CurvePoint($0.0, $0.1) })
  }

  @Test("Shared places are kept, whatever the order of the points")
  func sharedPlaces() {
    let band = CurveBand([curve([(0, 1), (10, 3)]), curve([(10, 5), (0, 1)])])
    #expect(band.places.map(\.x) == [0, 10])
    #expect(band.places.map(\.mean) == [1, 4])
    #expect(band.places[0].ci95 == 0)
    // Two values 2 apart: t(1) * 1 = 12.706.
    #expect(((band.places[1].ci95 ?? 0) - 12.706204736174694).magnitude < 1e-9)
  }

  @Test("Different places are read between the points, where all curves are")
  func interpolation() {
    let band = CurveBand([curve([(0, 0), (10, 10)]), curve([(2, 4), (12, 24)])], most: 5)
    #expect(band.places.map(\.x) == [2, 4, 6, 8, 10])
    #expect(band.places.map(\.mean) == [3, 6, 9, 12, 15])
  }

  @Test("One curve has a line and no interval; none, nothing")
  func few() {
    #expect(CurveBand([curve([(0, 1), (1, 2)])]).places.map(\.ci95) == [nil, nil])
    #expect(CurveBand([]).places.isEmpty)
    #expect(CurveBand([curve([(.nan, 1), (0, .infinity)])]).places.isEmpty)
    #expect(CurveBand([curve([(0, 1), (1, 1)]), curve([(5, 1), (6, 1)])]).places.isEmpty)
  }

  @Test("A step keeps its end, and long curves are thinned")
  func stepsAndLength() {
    #expect(CurveBand([curve([(0, 1), (1, 2), (1, 5)])]).places.map(\.mean) == [1, 5])
    let long = curve((0...1000).map { (Double($0), Double($0) * 2) })
    let places = CurveBand([long, long], most: 201).places
    #expect(places.count == 201)
    #expect(places.last?.x == 1000)
    #expect(places.allSatisfy { ($0.mean - 2 * $0.x).magnitude < 1e-9 })
  }

  @Test("Labels are moved apart, within the plot")
  func apart() {
    #expect(LinePlot.apart([0.125, 0.125, 0.875], gap: 0.25) == [0.125, 0.375, 0.875])
    #expect(LinePlot.apart([0.9, 0.95, 1], gap: 0.25) == [0.5, 0.75, 1])
    #expect(LinePlot.apart([], gap: 0.1).isEmpty)
  }

  @Test("Coordinates have no more letters than they need")
  func coordinates() {
    #expect(SVGPlot.coordinate(12) == "12")
    #expect(SVGPlot.coordinate(12.5) == "12.5")
    #expect(SVGPlot.coordinate(100) == "100")
    #expect(SVGPlot.coordinate(-0.001) == "0")
    #expect(SVGPlot.percent(1.0 / 3) == "33.33%")
  }
}
