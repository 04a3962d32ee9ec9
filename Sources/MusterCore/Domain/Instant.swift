/// A length of time in nanoseconds.
public typealias Nanoseconds = Int64

/// A point on the clock seam: nanoseconds since an origin that the driver chooses (the Unix epoch in `serve`,
/// the start of the trace in `replay`). The engine never reads a clock; it is told.
@frozen public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let nanoseconds: Int64
  @inlinable public init(_ nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  @inlinable public init(seconds: Double) { self.init(Int64((seconds * 1e9).rounded())) }

  /// The origin.
  @inlinable public static var zero: Instant { Instant(0) }
  /// Later than anything that happens: "no deadline", "no time-out".
  @inlinable public static var never: Instant { Instant(.max) }

  @inlinable public var seconds: Double { Double(nanoseconds) * 1e-9 }
  @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The instant `duration` later, saturating at ``never``.
  @inlinable public static func + (a: Instant, duration: Nanoseconds) -> Instant {
    let (sum, overflow) = a.nanoseconds.addingReportingOverflow(duration)
    return overflow ? (duration > 0 ? .never : Instant(.min)) : Instant(sum)
  }
  /// The time from `b` to `a`, saturating.
  @inlinable public static func - (a: Instant, b: Instant) -> Nanoseconds {
    let (difference, overflow) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
    return overflow ? (a.nanoseconds > 0 ? .max : .min) : difference
  }

  public var description: String { self == .never ? "never" : "\(seconds)s" }
}
