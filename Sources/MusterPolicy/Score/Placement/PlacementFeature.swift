/// What ``LearnedPlacement`` looks at: an agent as it would be with the task on it. Every feature is about 0...10,
/// but for the first, so that one weight means about as much as another.
public enum PlacementFeature: Int, CaseIterable, Sendable {
  /// The score of FGD, 0...100: see ``Fragmentation``.
  case fragmentationScore
  /// By how much F falls, of the mix weighted by the devices that each demand asks for, in tenths of devices, within
  /// -40...40.
  case weightedFall
  /// CPU left, in 12,800 milli-CPU.
  case cpuLeft
  /// Devices left, in eighths of ten: 10 for eight devices.
  case devicesLeft
  /// The shares of CPU and of devices that are left, how far apart.
  case imbalance
  /// Devices left for which there is no CPU, at the CPU that the mix asks for with a device.
  case cpuShortage
  /// Devices that are all idle, in eighths of ten.
  case idleDevices
  /// Left on devices that are in use, in fifths of devices.
  case partlyLeft
  /// F, in 800 thousandths of devices.
  case fragmentation
  /// Left on the device whose share is taken, in tenths.
  case shareLeft
  /// ``ModelScarcity`` of the agent's model, times ten.
  case scarcity
  /// All CPU that the agent offers, in 12,800 milli-CPU.
  case cpuOffered
  /// 10 for an agent that had nothing to do.
  case wasIdle
  /// The square of ``ModelScarcity``, times ten.
  case scarcitySquared
  /// CPU left beyond what the devices left will need, in 12,800 milli-CPU.
  case cpuSurplus
  /// Scarcity times the devices left, in eighths of ten.
  case scarceLeft

  /// As it is called in a checkpoint.
  public var name: String { "\(self)" }
}
