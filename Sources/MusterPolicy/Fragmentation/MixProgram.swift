/// The part of a ``MixTable`` that is left when an agent's model and the CPU it has are known: which sum each
/// typical demand goes to, in the order of the mix within each sum.
struct MixProgram: Sendable {
  /// A typical demand.
  struct Entry: Sendable {
    var share: Double
    var cpu: Int64
    var models: UInt64
    /// Which of the distinct shares of a device it wants, or -1 for no device.
    var slot: Int
    var count: Int
  }

  private struct Term: Sendable {
    var share: Double
    var slot: Int32
    var count: Int32
  }

  /// No device wanted: with the CPU, without it. Then another model wanted.
  private var plain: [Double] = []
  private var plainShort: [Double] = []
  private var other: [Double] = []
  /// Devices wanted, with the CPU and without it.
  private var ready: [Term] = []
  private var starved: [Term] = []

  init(_ entries: [Entry], cpu: Int64, model: UInt64) {
    for entry in entries {
      let hasCPU = cpu >= entry.cpu
      let term = Term(share: entry.share, slot: Int32(entry.slot), count: Int32(entry.count))
      if entry.slot < 0 {
        if hasCPU { plain.append(entry.share) } else { plainShort.append(entry.share) }
      } else if entry.models != 0 && entry.models & model == 0 {
        other.append(entry.share)
      } else if hasCPU {
        ready.append(term)
      } else {
        starved.append(term)
      }
    }
  }

  /// The expected loss; O(entries), without branches on the data.
  ///
  /// - Parameters:
  ///   - left: thousandths left over all devices.
  ///   - fitting: for each distinct share, on how many devices there is room for it.
  ///   - lost: for each distinct share, what is left on the other devices.
  @inline(__always)
  func sum(
    left: Double, fitting: UnsafeBufferPointer<Int16>, lost: UnsafeBufferPointer<Int16>
  ) -> Double {
    // Classes of the paper: short of devices and of CPU; short of devices alone, or of nothing; short of CPU.
    var q1 = 0.0
    var q2 = 0.0
    var q4 = 0.0
    ready.withUnsafeBufferPointer { ready in
      for term in ready {
        let fits = Int32(fitting[Int(term.slot)]) >= term.count
        q2 += term.share * (fits ? Double(lost[Int(term.slot)]) : left)
      }
    }
    starved.withUnsafeBufferPointer { starved in
      for term in starved {
        // Adding nothing to the one changes no bit of it.
        let all = term.share * left
        let fits = Int32(fitting[Int(term.slot)]) >= term.count
        q4 += fits ? all : 0
        q1 += fits ? 0 : all
      }
    }
    let served = (q1 + q2) + q4
    return ((served + MixProgram.sum(plain, left)) + MixProgram.sum(plainShort, left))
      + MixProgram.sum(other, left)
  }

  @inline(__always)
  private static func sum(_ shares: [Double], _ left: Double) -> Double {
    shares.withUnsafeBufferPointer { shares in
      var sum = 0.0
      for share in shares { sum += share * left }
      return sum
    }
  }
}
