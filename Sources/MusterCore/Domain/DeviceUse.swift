/// How many tasks with each kind of device demand an agent runs: what clustering by kind goes by. The kinds are
/// "shares of devices" and "n whole devices", for n up to ``Devices/limit``.
@frozen public struct DeviceUse: Hashable, Sendable {
  /// Lane 0 counts the tasks on shares of devices, lane n those on n whole devices.
  public var tasks: SIMD32<UInt16>

  @inlinable public init() { tasks = .zero }

  /// The kind of a demand, or nil if it wants no device.
  @inlinable public static func kind(of demand: DeviceDemand) -> Int? {
    demand.count == 0 ? nil : demand.milliEach < Devices.whole ? 0 : Int(demand.count)
  }

  /// Whether no task of any kind is there.
  @inlinable public var isEmpty: Bool { tasks == .zero }

  @inlinable mutating func add(_ demand: DeviceDemand) {
    if let kind = DeviceUse.kind(of: demand) { tasks[kind] &+= 1 }
  }
  @inlinable mutating func remove(_ demand: DeviceDemand) {
    if let kind = DeviceUse.kind(of: demand) { tasks[kind] &-= 1 }
  }
}
