/// One measured number under the name that scripts and tables know it by.
///
/// Metrics travel as ordered lists, not dictionaries, so that every table and file shows them in one order.
public struct MetricValue: Sendable, Codable, Equatable {
  /// The name, as listed in ``MetricCatalogue`` where it is a known one; its unit is stated there.
  public var name: String
  /// The value; not a number where the run left it undefined (a cost per success without a success).
  public var value: Double

  /// Names a number.
  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}
