/// A set of an agent's devices, bit `i` for device `i`.
public typealias DeviceMask = UInt16

/// What is left of each of an agent's devices (GPUs), in thousandths. At most ``limit`` devices an agent.
@frozen public struct Devices: Hashable, Sendable {
  public typealias Lanes = SIMD16<Int16>
  /// Thousandths left of each device; lanes beyond ``count`` are zero.
  public var left: Lanes
  /// How many devices there are.
  public var count: UInt8

  /// The largest number of devices of one agent.
  public static let limit = 16
  /// Thousandths in a whole device.
  public static let whole: Int16 = 1000

  /// `count` whole, idle devices.
  @inlinable public init(count: Int = 0) {
    var lanes = Lanes.zero
    for i in 0..<min(count, Devices.limit) { lanes[i] = Devices.whole }
    left = lanes
    self.count = UInt8(min(count, Devices.limit))
  }

  /// Thousandths left over all devices.
  @inlinable public var totalLeft: Int { Int(left.wrappedSum()) }

  /// How many devices have at least `milli` left.
  @inlinable public func fitting(_ milli: Int16) -> Int {
    // Lanes beyond `count` are zero, and a demand is at least 1.
    var ones = SIMD16<Int16>.zero
    ones.replace(with: SIMD16<Int16>(repeating: 1), where: left .>= SIMD16<Int16>(repeating: milli))
    return Int(ones.wrappedSum())
  }

  /// Takes `milli` from every device of the mask.
  @inlinable public mutating func take(_ milli: Int16, from mask: DeviceMask) {
    for i in 0..<Int(count) where mask & (1 << UInt16(i)) != 0 { left[i] &-= milli }
  }
  /// Gives `milli` back to every device of the mask.
  @inlinable public mutating func give(_ milli: Int16, to mask: DeviceMask) {
    for i in 0..<Int(count) where mask & (1 << UInt16(i)) != 0 { left[i] &+= milli }
  }

  /// The default choice: the `count` devices with the least left that still fit, lowest index first among
  /// equals; nil if there are not so many.
  @inlinable public func bestFit(_ demand: DeviceDemand) -> DeviceMask? {
    var mask: DeviceMask = 0
    for _ in 0..<Int(demand.count) {
      var best = -1
      for i in 0..<Int(count) where mask & (1 << UInt16(i)) == 0 && left[i] >= demand.milliEach {
        if best < 0 || left[i] < left[best] { best = i }
      }
      if best < 0 { return nil }
      mask |= 1 << UInt16(best)
    }
    return mask
  }
}

/// How many devices a task wants, and how much of each.
@frozen public struct DeviceDemand: Hashable, Sendable {
  /// Devices; zero for none.
  public var count: UInt8
  /// Thousandths of each, 1...1000 (0 when none is wanted).
  public var milliEach: Int16

  @inlinable public init(count: UInt8 = 0, milliEach: Int16 = 0) {
    self.count = count
    self.milliEach = milliEach
  }
  @inlinable public static var none: DeviceDemand { DeviceDemand() }
  /// Thousandths over all devices.
  @inlinable public var totalMilli: Int { Int(count) * Int(milliEach) }
}
