/// Watches the residuals of a prediction, observed minus predicted, for a change of their mean in either direction.
/// O(1) a residual.
///
/// The same numbers in the same order raise the same alarm. After an alarm the detector starts over.
public struct ChangeDetector: Sendable, Equatable {
  /// How it is decided that the mean has changed.
  public enum Rule: String, Sendable, CaseIterable {
    /// Never.
    case none
    /// Page's cumulative sums (Biometrika, 1954): g+ = max(0, g+ + e - slack) and g- = max(0, g- - e - slack); an
    /// alarm when either passes the threshold.
    case cusum
    /// Page and Hinkley: as cumulative sums, of the residuals less their own mean since the last alarm; so that a
    /// prediction that is off by as much as ever raises no alarm.
    case pageHinkley = "page-hinkley"
  }

  /// The larger of the two sums that are watched for a rise and for a fall.
  public private(set) var rise = 0.0
  public private(set) var fall = 0.0
  private var count = 0.0
  private var sum = 0.0

  public init() {}

  /// Takes in a residual; one that is not finite is left out.
  ///
  /// - Parameters:
  ///   - slack: how far the mean may be from zero without counting, in units of the residuals.
  ///   - threshold: how much beyond the slack may add up.
  /// - Returns: whether the mean has changed.
  public mutating func add(_ residual: Double, rule: Rule, slack: Double, threshold: Double) -> Bool {
    guard rule != .none, residual.isFinite else { return false }
    var error = residual
    if rule == .pageHinkley {
      count += 1
      sum += residual
      error -= sum / count
    }
    rise = max(0, rise + error - slack)
    fall = max(0, fall - error - slack)
    guard max(rise, fall) > threshold else { return false }
    self = ChangeDetector()
    return true
  }

  public func write(to writer: inout ByteWriter) {
    for value in [rise, fall, count, sum] { writer.double(value) }
  }

  /// Nil where the bytes are whole but say something impossible.
  public init?(from reader: inout ByteReader) throws(ByteError) {
    rise = try reader.double()
    fall = try reader.double()
    count = try reader.double()
    sum = try reader.double()
    guard rise >= 0, fall >= 0, count >= 0, rise.isFinite, fall.isFinite, count.isFinite, sum.isFinite else {
      return nil
    }
  }
}
