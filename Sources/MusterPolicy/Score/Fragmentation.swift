import MusterCore
import MusterMath

/// `fragmentation`: prefers the agent whose idle devices lose least usefulness, by fragmentation gradient descent
/// (FGD; Weng et al., "Beware of Fragmentation", ATC'23). The score is int(100 * sigmoid((F_before - F_after) /
/// 1000)), truncated as in the paper's simulator, F being what ``MixTable`` says.
///
/// A task that wants a share of one device tries each device (the first of the best wins); another takes devices
/// by best fit, which for whole devices is the order of their index. O(distinct amounts left) evaluations of F an
/// agent; F_before is remembered by version.
public struct Fragmentation: PairScorer {
  private var table = MixTable()
  private var before: [Double] = []
  private var known: [UInt64] = []
  private var identity = PoolIdentity()

  public init() {}
  public var dependsOnMix: Bool { true }

  public mutating func score(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    prepare(frame)
    for i in 0..<rows.count {
      scores[i] = Float(rate(demand, Int(rows[i]), in: frame).score)
    }
  }

  public mutating func devices(for demand: Demand, agent: Int, in frame: borrowing Frame) -> DeviceMask? {
    prepare(frame)
    return rate(demand, agent, in: frame).devices
  }

  private mutating func prepare(_ frame: borrowing Frame) {
    if identity.isNew(frame) || table.version != frame.mix.version { known.removeAll(keepingCapacity: true) }
    table.compile(frame.mix)
    if known.count < frame.pool.count {
      let missing = frame.pool.count - known.count
      // Versions start at 1.
      known.append(contentsOf: repeatElement(0, count: missing))
      before.append(contentsOf: repeatElement(0, count: frame.pool.count - before.count))
    }
  }

  /// The score of the agent, and the devices that it is about.
  private mutating func rate(
    _ demand: Demand, _ row: Int, in frame: borrowing Frame
  ) -> (score: Int, devices: DeviceMask?) {
    let model = frame.pool.modelBit[row]
    let cpu = frame.pool.free[row].cpuMilli
    let version = frame.pool.version[row]
    var lanes = frame.pool.devices[row].left
    let count = Int(frame.pool.devices[row].count)
    return withUnsafeMutableBytes(of: &lanes) { bytes in
      let left = UnsafeMutableBufferPointer(rebasing: bytes.assumingMemoryBound(to: Int16.self)[..<count])
      if known[row] != version {
        before[row] = table.fragmentation(
          table.program(cpu: cpu, model: model), left: UnsafeBufferPointer(left))
        known[row] = version
      }
      let before = before[row]
      let program = table.program(cpu: cpu - demand.resources.cpuMilli, model: model)
      if demand.devices.count == 1 && demand.devices.milliEach < Devices.whole {
        return rateShare(demand.devices.milliEach, before, program, left)
      }
      guard let mask = Fragmentation.take(demand.devices, from: left) else { return (0, nil) }
      let after = table.fragmentation(program, left: UnsafeBufferPointer(left))
      return (Fragmentation.score(before - after), mask)
    }
  }

  /// Tries each device with room for a share; the first of the best wins.
  private mutating func rateShare(
    _ milli: Int16, _ before: Double, _ program: Int, _ left: UnsafeMutableBufferPointer<Int16>
  ) -> (score: Int, devices: DeviceMask?) {
    var best = -1
    var chosen: DeviceMask?
    for device in 0..<left.count where left[device] >= milli {
      // A device with as much left as one before it gives the same.
      if (0..<device).contains(where: { left[$0] == left[device] }) { continue }
      left[device] -= milli
      let after = table.fragmentation(program, left: UnsafeBufferPointer(left))
      left[device] += milli
      let score = Fragmentation.score(before - after)
      if score > best {
        best = score
        chosen = 1 << DeviceMask(device)
      }
    }
    return (max(best, 0), chosen)
  }

  /// Takes what the demand wants from the devices with the least left that have room, the first among equals: for
  /// whole devices, the free ones in order. Nil if there are too few.
  static func take(
    _ demand: DeviceDemand, from left: UnsafeMutableBufferPointer<Int16>
  ) -> DeviceMask? {
    var mask: DeviceMask = 0
    for _ in 0..<demand.count {
      var best = -1
      for device in 0..<left.count
      where mask >> DeviceMask(device) & 1 == 0 && left[device] >= demand.milliEach {
        if best < 0 || left[device] < left[best] { best = device }
      }
      if best < 0 { return nil }
      mask |= 1 << DeviceMask(best)
    }
    for device in 0..<left.count where mask >> DeviceMask(device) & 1 != 0 {
      left[device] -= demand.milliEach
    }
    return mask
  }

  /// The score of a fall of F by so many thousandths.
  static func score(_ change: Double) -> Int { Int(1 / (1 + Portable.exp(-change / 1000)) * 100) }
}

extension Fragmentation {
  static let word = Word.score(
    "fragmentation", meaning: "0...100: by how little the usefulness of the agent's idle devices falls.",
    source: "FGD, Weng et al., ATC'23", make: { _ in .pairScorer(Fragmentation()) })
}
