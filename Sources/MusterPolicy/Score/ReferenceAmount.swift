/// The amounts that the baselines of FGD divide by: those of the largest node of its trace.
enum ReferenceAmount {
  static let cpu = Parameter(
    "cpu", .number(1...1_000_000_000_000), standard: .number(128_000), meaning: "Milli-CPU that count as one."
  )
  static let devices = Parameter(
    "devices", .number(1...1_000_000_000), standard: .number(8000),
    meaning: "Thousandths of devices that count as one.")
}
