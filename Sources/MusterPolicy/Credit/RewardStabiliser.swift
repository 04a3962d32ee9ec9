import MusterCore
import MusterMath

/// Stochastic reward stabilisation: learners see a supervised estimate r(s, a) of the reward, not the single draw.
///
/// The estimate is the mean of the rewards of this agent on this kind of task, this one included, drawn towards the
/// agent's mean over all kinds as if that had been seen `strength` times, and that in the same way towards the mean of
/// all. `share` of what learners see is the estimate, the rest the draw. Estimates lie within what rewards lie in.
///
/// A learner that takes the spread of rewards for its uncertainty sees less spread than there is. O(1) expected an
/// outcome; 40 bytes a pair.
struct RewardStabiliser: Sendable {
  let settings: Stabilising
  private var pairs = PairIndex()
  private var counts: [Double] = []
  private var sums: [Double] = []
  private var agents = AgentTotals()
  private var count = 0.0
  private var sum = 0.0

  init(_ settings: Stabilising) { self.settings = settings }

  /// Takes a reward in and gives what learners see in its place.
  /// - Parameter old: the reward that it takes the place of.
  mutating func estimate(_ reward: Double, replacing old: Double?, of outcome: Outcome) -> Double {
    let slot = pairs.intern(outcome.kind, outcome.agent)
    if slot == counts.count {
      counts.append(0)
      sums.append(0)
    }
    let weight = old == nil ? 1.0 : 0
    counts[slot] += weight
    sums[slot] += reward - (old ?? 0)
    count += weight
    sum += reward - (old ?? 0)
    agents.add(reward, replacing: old, agent: outcome.agent)
    let number = Int(agents.agents[outcome.agent] ?? 0)
    let base = mean(agents.counts[number], agents.sums[number], towards: sum / count)
    let estimate = mean(counts[slot], sums[slot], towards: base)
    return settings.share * estimate + (1 - settings.share) * reward
  }

  private func mean(_ count: Double, _ sum: Double, towards base: Double) -> Double {
    (sum + settings.strength * base) / (count + settings.strength)
  }

  func write(to writer: inout ByteWriter) {
    pairs.write(to: &writer)
    for slot in counts.indices {
      writer.double(counts[slot])
      writer.double(sums[slot])
    }
    agents.write(to: &writer)
    writer.double(count)
    writer.double(sum)
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(_ settings: Stabilising, from reader: inout ByteReader) throws(ByteError) {
    self.init(settings)
    guard let pairs = try PairIndex(from: &reader) else { return nil }
    self.pairs = pairs
    for _ in 0..<pairs.count {
      counts.append(try reader.double())
      sums.append(try reader.double())
    }
    guard let agents = try AgentTotals(from: &reader) else { return nil }
    self.agents = agents
    (count, sum) = (try reader.double(), try reader.double())
    let isSound =
      counts.allSatisfy { $0 > 0 && $0.isFinite } && sums.allSatisfy(\.isFinite) && count.isFinite
      && count >= 0 && sum.isFinite
    if !isSound { return nil }
  }
}
