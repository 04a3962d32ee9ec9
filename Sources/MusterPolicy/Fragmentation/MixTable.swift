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
/// One evaluation is O(devices * distinct shares / 16 + entries), about 50 ns for the 35 entries of the openb trace:
/// what an agent's model and CPU decide is worked out once, as a ``MixProgram`` for each model and step of CPU.
struct MixTable: Sendable {
  private(set) var version: UInt64 = 0

  private var entries: [MixProgram.Entry] = []
  /// The distinct shares of a device in the mix, padded to whole vectors with a share that nothing has room for.
  private var millis: [SIMD16<Int16>] = []
  /// The distinct amounts of CPU in the mix, rising. F depends on an agent's CPU only through how many of them it
  /// has left: its step.
  private var cpuSteps: [Int64] = []
  /// By model (64 for none) and step, the program's place below, or -1 while there is none.
  private var places = [Int32](repeating: -1, count: 65)
  private var programs: [MixProgram] = []
  // For the agent at hand, by distinct share: how many devices have room for it, and what is left on the others.
  private var fitting: [SIMD16<Int16>] = []
  private var lost: [SIMD16<Int16>] = []

  /// Compiled for the empty mix, against which nothing is fragmented.
  init() { places = Array(repeating: -1, count: 65) }

  /// Takes up the mix unless it has this version already. O(entries^2) at worst.
  mutating func compile(_ mix: DemandMix) {
    if version == mix.version && entries.count == mix.entries.count { return }
    version = mix.version
    entries.removeAll()
    var distinct: [Int16] = []
    for entry in mix.entries {
      let devices = entry.demand.devices
      var slot = -1
      if devices.count > 0 {
        slot = distinct.firstIndex(of: devices.milliEach) ?? distinct.count
        if slot == distinct.count { distinct.append(devices.milliEach) }
      }
      entries.append(
        MixProgram.Entry(
          share: entry.share, cpu: entry.demand.resources.cpuMilli, models: entry.demand.models, slot: slot,
          count: Int(devices.count)))
    }
    millis = Array(repeating: SIMD16(repeating: .max), count: (distinct.count + 15) / 16)
    for (slot, milli) in distinct.enumerated() { millis[slot / 16][slot % 16] = milli }
    fitting = Array(repeating: .zero, count: millis.count)
    lost = fitting
    cpuSteps = []
    for cpu in entries.map(\.cpu).sorted() where cpuSteps.last != cpu { cpuSteps.append(cpu) }
    places = Array(repeating: -1, count: 65 * (cpuSteps.count + 1))
    programs = []
  }

  /// What to compute for agents of a model with so much CPU left: to be given to ``fragmentation(_:left:)``.
  mutating func program(cpu: Int64, model: UInt64) -> Int {
    let step = cpuStep(cpu)
    let place = (model == 0 ? 64 : model.trailingZeroBitCount) * (cpuSteps.count + 1) + step
    if places[place] < 0 {
      places[place] = Int32(programs.count)
      programs.append(MixProgram(entries, cpu: cpu, model: model))
    }
    return Int(places[place])
  }

  /// F_n of an agent with so much of each of its devices left.
  mutating func fragmentation(_ program: Int, left: UnsafeBufferPointer<Int16>) -> Double {
    var total = 0
    for milli in left { total += Int(milli) }
    if total == 0 { return 0 }
    measure(left)
    return fitting.withUnsafeBytes { fitting in
      lost.withUnsafeBytes { lost in
        programs[program].sum(
          left: Double(total), fitting: fitting.assumingMemoryBound(to: Int16.self),
          lost: lost.assumingMemoryBound(to: Int16.self))
      }
    }
  }

  /// How many of the steps there is CPU for.
  private func cpuStep(_ cpu: Int64) -> Int {
    cpuSteps.withUnsafeBufferPointer { steps in
      var low = 0
      var length = steps.count
      // Halving without a branch to mispredict: the answer is within low...low + length.
      while length > 0 {
        let half = (length + 1) / 2
        low += steps[low + half - 1] <= cpu ? half : 0
        length -= half
      }
      return low
    }
  }

  /// Fills ``fitting`` and ``lost``, sixteen shares at a time.
  private mutating func measure(_ left: UnsafeBufferPointer<Int16>) {
    for block in millis.indices {
      let millis = self.millis[block]
      var fitting = SIMD16<Int16>.zero
      var lost = SIMD16<Int16>.zero
      for milli in left {
        let left = SIMD16<Int16>(repeating: milli)
        let short = unsafeBitCast(millis .> left, to: SIMD16<Int16>.self)
        // The mask is -1 in the lanes where it holds.
        fitting &+= 1 &+ short
        lost &+= left & short
      }
      self.fitting[block] = fitting
      self.lost[block] = lost
    }
  }
}
