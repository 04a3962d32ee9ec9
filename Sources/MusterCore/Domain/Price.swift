/// What an agent charges, in micro-dollars.
@frozen public struct Price: Hashable, Sendable {
  public var perTask: Int64
  /// A second of running.
  public var perSecond: Int64
  /// A million input tokens.
  public var perMillionInputTokens: Int64
  /// A million output tokens.
  public var perMillionOutputTokens: Int64

  @inlinable public init(
    perTask: Int64 = 0, perSecond: Int64 = 0, perMillionInputTokens: Int64 = 0,
    perMillionOutputTokens: Int64 = 0
  ) {
    self.perTask = perTask
    self.perSecond = perSecond
    self.perMillionInputTokens = perMillionInputTokens
    self.perMillionOutputTokens = perMillionOutputTokens
  }
  @inlinable public static var free: Price { Price() }

  @inlinable public var isFree: Bool {
    perTask == 0 && perSecond == 0 && perMillionInputTokens == 0 && perMillionOutputTokens == 0
  }

  /// The most that this much work can cost, in micro-dollars, each part rounded up; saturating. This is what is
  /// reserved when a task is leased, and no more is ever charged for the lease.
  @inlinable public func quote(inputTokens: Int64, outputTokens: Int64, duration: Nanoseconds) -> Int64 {
    if isFree { return 0 }
    var total = perTask
    total = Price.saturatingAdd(total, Price.part(perMillionInputTokens, of: inputTokens, per: 1_000_000))
    total = Price.saturatingAdd(total, Price.part(perMillionOutputTokens, of: outputTokens, per: 1_000_000))
    total = Price.saturatingAdd(total, Price.part(perSecond, of: duration, per: 1_000_000_000))
    return total
  }

  @inlinable static func part(_ rate: Int64, of amount: Int64, per unit: Int64) -> Int64 {
    if rate == 0 || amount == 0 { return 0 }
    let product = rate.multipliedFullWidth(by: amount)
    // A product that does not fit is far beyond any budget: saturate.
    guard product.high == 0, product.low <= UInt64(Int64.max) else { return .max }
    let whole = Int64(product.low)
    return whole / unit + (whole % unit == 0 ? 0 : 1)
  }

  @inlinable static func saturatingAdd(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }
}
