/// Bounds on the mean of a stream that hold at every moment at once, however often one looks and whenever one
/// stops: the predictable plug-in empirical-Bernstein sequence (Waudby-Smith and Ramdas, JRSS-B 2024, theorem
/// 2).
///
/// Values lie in 0...1; each has, given those before it, the same mean. Nothing else is assumed of them. With
/// probability 1 - error the mean never leaves the bounds on one side. `O(1)` a value, about 40 ns.
public struct ConfidenceSequence: Sendable, Equatable {
  /// The chance, in (0, 1), that the lower bound is ever above the mean; that the upper one is ever below it
  /// is as likely.
  public let error: Double
  public private(set) var count: UInt64 = 0
  /// Sums for the stake of the next value: of values, and of squared distances from the mean so far.
  private var sum = 0.0
  private var squares = 0.0
  /// Sums of stakes, of stakes times values, and of what the spread costs.
  private var stakes = 0.0
  private var staked = 0.0
  private var spread = 0.0

  /// - Parameter error: in (0, 1).
  public init(error: Double) { self.error = error }

  /// What a value was counted with, for ``replace(_:_:with:)``.
  public struct Stake: Sendable, Equatable {
    public var amount: Double
    /// The mean of the values before it, as known then.
    public var meanBefore: Double
    public init(amount: Double, meanBefore: Double) {
      self.amount = amount
      self.meanBefore = meanBefore
    }
  }

  /// The mean of the values; 0.5 before the first.
  public var mean: Double { count == 0 ? 0.5 : sum / Double(count) }

  /// Adds a value of 0...1.
  @discardableResult
  public mutating func add(_ value: Double) -> Stake {
    // Both regularised by half a value at the middle, as in the paper.
    let before = (0.5 + sum) / (1 + Double(count))
    let variance = (0.25 + squares) / (1 + Double(count))
    count += 1
    let t = Double(count)
    let amount = min(0.5, (2 * Portable.log(1 / error) / (variance * t * Portable.log(1 + t))).squareRoot())
    let stake = Stake(amount: amount, meanBefore: before)
    stakes += amount
    take(value, stake, sign: 1)
    sum += value
    let after = (0.5 + sum) / (1 + t)
    squares += (value - after) * (value - after)
    return stake
  }

  /// Puts another value in the place of one that was added with this stake. The bounds are then those that
  /// the new value would have given under the stakes that were placed.
  public mutating func replace(_ old: Double, _ stake: Stake, with new: Double) {
    take(old, stake, sign: -1)
    take(new, stake, sign: 1)
    sum += new - old
  }

  private mutating func take(_ value: Double, _ stake: Stake, sign: Double) {
    let distance = value - stake.meanBefore
    staked += sign * stake.amount * value
    spread += sign * distance * distance * (-Portable.log(1 - stake.amount) - stake.amount)
  }

  /// The mean is above this with probability 1 - error at all times at once.
  public var low: Double { max(0, centre - reach) }
  /// The mean is below this with probability 1 - error at all times at once.
  public var high: Double { min(1, centre + reach) }

  private var centre: Double { stakes > 0 ? staked / stakes : 0.5 }
  private var reach: Double {
    stakes > 0 ? (Portable.log(1 / error) + max(spread, 0)) / stakes : .infinity
  }

  public func write(to writer: inout ByteWriter) {
    writer.varint(count)
    for number in [sum, squares, stakes, staked, spread] { writer.double(number) }
  }

  /// Nil where the bytes are whole but say something impossible.
  public init?(error: Double, from reader: inout ByteReader) throws(ByteError) {
    self.error = error
    count = try reader.varint()
    sum = try reader.double()
    squares = try reader.double()
    stakes = try reader.double()
    staked = try reader.double()
    spread = try reader.double()
    guard sum.isFinite, squares.isFinite, squares >= 0, stakes.isFinite, stakes >= 0, staked.isFinite,
      spread.isFinite
    else { return nil }
  }
}
