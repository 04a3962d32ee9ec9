import Testing

@testable import MusterLab

@Suite("Numbers for readers")
struct NumberTextTests {
  @Test(
    "The interval decides the digits",
    arguments: [
      (95.2345, 0.1234, "95.23 ± 0.12"), (95.2345, 1.234, "95.2 ± 1.2"), (95.2345, 12.34, "95 ± 12"),
      (12345.6, 234.5, "12350 ± 230"), (12345.6, 2345, "12300 ± 2300"),
      (0.0123456, 0.00034, "0.01235 ± 0.00034"),
      // 0.0996 rounds up to 0.10, which has its two digits one place earlier.
      (1.0, 0.0996, "1.00 ± 0.10"), (95.5, 0, "95.50 ± 0"), (3, 0, "3 ± 0"), (0, 0.5, "0.00 ± 0.50"),
      (-0.001, 0.5, "0.00 ± 0.50"), (0.1, 1e-16, "0.1000 ± 0"), (1.234e-9, 3.4e-11, "1.234e-09 ± 3.4e-11"),
      (2.5e13, 1e12, "2.500e+13 ± 1.0e+12"),
    ])
  func estimates(mean: Double, interval: Double, expected: String) {
    #expect(NumberText.estimate(mean: mean, ci95: interval).text == expected)
  }

  @Test("Without an interval a dash stands for it; without a value for the whole")
  func absent() {
    #expect(NumberText.estimate(mean: 95.2345, ci95: nil).text == "95.23 ± –")
    #expect(NumberText.estimate(mean: .nan, ci95: nil).text == "–")
    #expect(NumberText.estimate(mean: .infinity, ci95: 1).text == "–")
  }

  @Test("Differences show their sign, unless they round to nothing")
  func signs() {
    #expect(NumberText.estimate(mean: 2.5, ci95: 0.5, signed: true).text == "+2.50 ± 0.50")
    #expect(NumberText.estimate(mean: -2.5, ci95: 0.5, signed: true).text == "-2.50 ± 0.50")
    #expect(NumberText.estimate(mean: 0.001, ci95: 0.5, signed: true).text == "0.00 ± 0.50")
    #expect(NumberText.estimate(mean: -0.001, ci95: 0.5, signed: true).text == "0.00 ± 0.50")
  }

  @Test(
    "Plain numbers",
    arguments: [
      (42.0, "42"), (1234567, "1234567"), (95.2345, "95.23"), (0.012344, "0.01234"), (99999.5, "100000"),
      (1e-9, "1.000e-09"), (-0.0, "0"),
    ])
  func plain(value: Double, expected: String) {
    #expect(NumberText.plain(value) == expected)
  }

  @Test("Decimals are rounded from the exact value, not by scaling")
  func exactRounding() {
    // 1.005 is a little below 1.005; times 100 it would round to 100.5 and then up.
    #expect(NumberText.fixed(1.005, decimals: 2) == "1.00")
    #expect(NumberText.fixed(2.675, decimals: 2) == "2.67")
    #expect(NumberText.fixed(-0.004, decimals: 2) == "0.00")
  }

  @Test("A column lines up on point and sign")
  func column() {
    let cells = [(95.2345, 0.1234), (8.1, 1.2), (1234, 100)].map {
      NumberText.estimate(mean: $0.0, ci95: $0.1)
    }
    #expect(
      EstimateColumn.aligned([cells[0], nil, cells[1], cells[2]]) == [
        "  95.23 ±   0.12",
        "   –            ",
        "   8.1  ±   1.2 ",
        "1230    ± 100   ",
      ])
  }

  @Test(
    "What is not 0 is not shown as 0",
    arguments: [
      (0.5, "0.500"), (0, "0.000"), (0.0004249, "0.00042"), (-0.0004249, "-0.00042"), (0.0005001, "0.001"),
      (2e-9, "2.0e-09"), (.nan, "–"),
    ])
  func visible(value: Double, expected: String) {
    #expect(NumberText.visible(value, decimals: 3) == expected)
  }
}
