import MusterCore
import MusterMath

/// How alike two agents are by what they say of themselves, from 0 to 1 for no visible difference:
/// exp(-4 D), D being the sum of
///
/// - 1 where the roles differ,
/// - the share of their skills that only one of them has (Jaccard's distance),
/// - the square of the logarithm to base 16 of the ratio of their prices, at most 1,
/// - the squared distance of their features over the sum of the squared lengths, 1 where only one has any or
///   their numbers differ.
///
/// O(features).
enum Likeness {
  static func of(_ a: Agent, _ b: Agent) -> Double {
    var distance = a.role == b.role ? 0.0 : 1.0
    distance += skills(a.skills, b.skills)
    let price = (logPrice(a.price) - logPrice(b.price)) / 2.772_588_722_239_781
    distance += min(price * price, 1)
    distance += features(a.features, b.features)
    return Portable.exp(-4 * distance)
  }

  /// A hash of all that ``of(_:_:)`` looks at.
  static func description(of agent: Agent) -> UInt64 {
    let price = agent.price
    var hash = Mix.hash(UInt64(agent.role.rawValue), UInt64(agent.features.count))
    for part in [price.perTask, price.perSecond, price.perMillionInputTokens, price.perMillionOutputTokens] {
      hash = Mix.hash(hash, UInt64(bitPattern: part))
    }
    for lane in 0..<4 { hash = Mix.hash(hash, agent.skills.bits[lane]) }
    for feature in agent.features { hash = Mix.hash(hash, UInt64(feature.bitPattern)) }
    return hash
  }

  /// The natural logarithm of what a task of 1,000 tokens in, 1,000 out and one second costs, in micro-dollars,
  /// plus one.
  static func logPrice(_ price: Price) -> Double {
    let cost =
      Double(price.perTask) + Double(price.perSecond)
      + 0.001 * (Double(price.perMillionInputTokens) + Double(price.perMillionOutputTokens))
    return Portable.log(1 + max(cost, 0))
  }

  private static func skills(_ a: SkillSet, _ b: SkillSet) -> Double {
    var common = 0
    var all = 0
    for lane in 0..<4 {
      common += (a.bits[lane] & b.bits[lane]).nonzeroBitCount
      all += (a.bits[lane] | b.bits[lane]).nonzeroBitCount
    }
    return all > 0 ? 1 - Double(common) / Double(all) : 0
  }

  private static func features(_ a: [Float], _ b: [Float]) -> Double {
    if a.count != b.count { return 1 }
    var difference = 0.0
    var lengths = 0.0
    for i in a.indices where a[i].isFinite && b[i].isFinite {
      let (x, y) = (Double(a[i]), Double(b[i]))
      difference += (x - y) * (x - y)
      lengths += x * x + y * y
    }
    return lengths > 0 ? min(difference / lengths, 1) : 0
  }
}
