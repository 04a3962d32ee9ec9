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

  private mutating func rate(
    _ demand: Demand, _ row: Int, in frame: borrowing Frame
  ) -> (score: Int, devices: DeviceMask?) {
    let cpu = frame.pool.free[row].cpuMilli
    let devices = frame.pool.devices[row]
    let model = frame.pool.modelBit[row]
    let version = frame.pool.version[row]
    if known[row] != version {
      before[row] = table.fragmentation(cpu: cpu, devices, model: model)
      known[row] = version
    }
    let cpuAfter = cpu - demand.resources.cpuMilli
    guard demand.devices.count == 1 && demand.devices.milliEach < Devices.whole else {
      guard let mask = devices.bestFit(demand.devices) else { return (0, nil) }
      var after = devices
      after.take(demand.devices.milliEach, from: mask)
      let change = before[row] - table.fragmentation(cpu: cpuAfter, after, model: model)
      return (Fragmentation.score(change), mask == 0 ? nil : mask)
    }
    var best = -1
    var chosen: DeviceMask?
    var tried = SIMD16<Int16>.zero
    for device in 0..<Int(devices.count) where devices.left[device] >= demand.devices.milliEach {
      // Another device with as much left gives the same.
      if any(tried .== SIMD16(repeating: devices.left[device])) { continue }
      tried[device] = devices.left[device]
      var after = devices
      after.left[device] &-= demand.devices.milliEach
      let change = before[row] - table.fragmentation(cpu: cpuAfter, after, model: model)
      let score = Fragmentation.score(change)
      if score > best {
        best = score
        chosen = 1 << DeviceMask(device)
      }
    }
    return (max(best, 0), chosen)
  }

  /// The score of a fall of F by so many thousandths.
  static func score(_ change: Double) -> Int { Int(1 / (1 + Portable.exp(-change / 1000)) * 100) }
}

extension Fragmentation {
  static let word = Word.score(
    "fragmentation", meaning: "0...100: by how little the usefulness of the agent's idle devices falls.",
    source: "FGD, Weng et al., ATC'23", make: { _ in .pairScorer(Fragmentation()) })
}
