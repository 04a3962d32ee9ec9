import MusterCore
import MusterMath

/// `random`: a score drawn for each candidate, uniform in 0..<1, a function of the seed, the decision and the
/// agent's id. With `best` this is a uniform choice. A share of a device is taken from a random device that has
/// room, as the random baseline of FGD does.
///
/// O(1) an agent, about 5 ns.
public struct RandomScore: ListScorer {
  public init() {}
  public var isRandom: Bool { true }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let decision = frame.firstDecision &+ UInt64(task)
    // A stream of its own, apart from `Frame.random(forTask:)`.
    let key = Mix.hash(frame.seed, decision, 0x72616e646f6d)
    for i in 0..<rows.count {
      let bits = Mix.hash(key, frame.pool.agents[Int(rows[i])].id.rawValue)
      // The 24 bits that a Float holds exactly.
      scores[i] = Float(bits >> 40) * 0x1p-24
    }
  }

  public mutating func devices(
    for task: Int, agent: Int, in frame: borrowing Frame, random: inout Random
  ) -> DeviceMask? {
    let demand = frame.tasks[task].demand.devices
    guard demand.count > 0 else { return nil }
    let devices = frame.pool.devices[agent]
    // The first `count` of a random order of the devices with room (reservoir sampling for more than one).
    var mask: DeviceMask = 0
    var seen = 0
    var slots = SIMD16<UInt8>.zero
    let wanted = Int(demand.count)
    for device in 0..<Int(devices.count) where devices.left[device] >= demand.milliEach {
      seen += 1
      let slot = seen <= wanted ? seen - 1 : random.below(seen)
      if slot < wanted { slots[slot] = UInt8(device) }
    }
    guard seen >= wanted else { return nil }
    for slot in 0..<wanted { mask |= 1 << DeviceMask(slots[slot]) }
    return mask
  }
}

extension RandomScore {
  static let word = Word.score(
    "random", meaning: "A uniform draw for each candidate.", source: "common",
    make: { _ in .listScorer(RandomScore()) })
}
