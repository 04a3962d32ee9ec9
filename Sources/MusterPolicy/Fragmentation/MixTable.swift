import MusterCore

/// A ``DemandMix`` compiled for F_n, the fragmentation of FGD (Weng et al., ATC'23): the expected thousandths of
/// devices left on an agent that a task drawn from the mix could not use.
///
/// For an agent with `left` thousandths idle and a typical demand m, all of `left` is lost if m wants no device,
/// or not this model, or more CPU than is left, or more devices than have room for it; otherwise what is lost is
/// what is left on the devices with too little room for m. F_n is the mean over the mix.
///
/// The sums are taken in the order of the mix and in separate classes, as the published simulator does it: where
/// a placement changes nothing, rounding decides between a score of 50 and one of 49.
///
/// One evaluation is O(distinct device shares + entries), about 100 ns for the 35 entries of the openb trace.
struct MixTable: Sendable {
  private(set) var version: UInt64 = 0

  private struct Entry: Sendable {
    var share: Double
    var cpu: Int64
    var models: UInt64
    /// Which of the distinct shares of a device it wants, or -1 for no device.
    var slot: Int32
    var count: Int32
  }
  private var entries: [Entry] = []
  /// The distinct shares of a device in the mix.
  private var millis: [Int16] = []
  // For the agent at hand, by distinct share: how many devices have room for it, and what is left on the others.
  private var fitting: [Int32] = []
  private var lost: [Int32] = []

  init() {}

  /// Takes up the mix unless it has this version already. O(entries^2) at worst.
  mutating func compile(_ mix: DemandMix) {
    if version == mix.version && entries.count == mix.entries.count { return }
    version = mix.version
    entries.removeAll()
    millis.removeAll()
    for entry in mix.entries {
      let devices = entry.demand.devices
      var slot = -1
      if devices.count > 0 {
        slot = millis.firstIndex(of: devices.milliEach) ?? millis.count
        if slot == millis.count { millis.append(devices.milliEach) }
      }
      entries.append(
        Entry(
          share: entry.share, cpu: entry.demand.resources.cpuMilli, models: entry.demand.models,
          slot: Int32(slot), count: Int32(devices.count)))
    }
    fitting = Array(repeating: 0, count: millis.count)
    lost = Array(repeating: 0, count: millis.count)
  }

  /// F_n of an agent with so much CPU and so much of its devices left.
  mutating func fragmentation(cpu: Int64, _ devices: Devices, model: UInt64) -> Double {
    let left = devices.totalLeft
    if left == 0 { return 0 }
    for slot in millis.indices {
      let room = devices.left .>= SIMD16(repeating: millis[slot])
      fitting[slot] = Int32(devices.fitting(millis[slot]))
      lost[slot] = Int32(devices.left.replacing(with: 0, where: room).wrappedSum())
    }
    return sum(cpu: cpu, left: Double(left), model: model)
  }

  private func sum(cpu: Int64, left: Double, model: UInt64) -> Double {
    entries.withUnsafeBufferPointer { entries in
      fitting.withUnsafeBufferPointer { fitting in
        lost.withUnsafeBufferPointer { lost in
          // Short of devices and CPU; short of devices, or of nothing; short of CPU; then tasks without
          // devices, with and without the CPU; then another model.
          var q1 = 0.0
          var q2 = 0.0
          var q4 = 0.0
          var plain = 0.0
          var plainShort = 0.0
          var other = 0.0
          for entry in entries {
            let all = entry.share * left
            let hasCPU = cpu >= entry.cpu
            if entry.slot < 0 {
              if hasCPU { plain += all } else { plainShort += all }
            } else if entry.models != 0 && entry.models & model == 0 {
              other += all
            } else if fitting[Int(entry.slot)] >= entry.count {
              if hasCPU { q2 += entry.share * Double(lost[Int(entry.slot)]) } else { q4 += all }
            } else if hasCPU {
              q2 += all
            } else {
              q1 += all
            }
          }
          return ((((q1 + q2) + q4) + plain) + plainShort) + other
        }
      }
    }
  }
}
