/// One point of a ``Curve``.
public struct CurvePoint: Sendable, Codable, Equatable {
  /// The position, in the curve's `xUnit`.
  public var x: Double
  /// The value there, in the curve's `yUnit`.
  public var y: Double

  /// A point at (x, y).
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A quantity followed through one run, for the report's line plots only; it is not in the JSON contract.
public struct Curve: Sendable, Codable, Equatable {
  /// What is followed; curves of one name are drawn into one plot.
  public var name: String
  /// The unit along, for instance `% of the GPUs requested`.
  public var xUnit: String
  /// The unit upwards, for instance `%`.
  public var yUnit: String
  /// The points, in any order.
  public var points: [CurvePoint]

  /// A curve of the given points.
  public init(name: String, xUnit: String, yUnit: String, points: [CurvePoint]) {
    self.name = name
    self.xUnit = xUnit
    self.yUnit = yUnit
    self.points = points
  }
}
