import MusterCore
import MusterMath

/// What is believed of an agent before its own outcomes on this kind of task are counted.
///
/// `flat`: two observations, one of each end of the rewards. `alike`: the two of `flat` and what was observed of all
/// other agents, each observation counting ``Likeness`` to its agent; where kinds of task are told apart, of all
/// kinds, and of the agent itself too. All together count as two observations and as many more as that evidence
/// has, at most eight in all. So an agent never seen before starts as those that look like it have done, and its own
/// outcomes soon outweigh that.
///
/// It is a function of what was learned and of nothing else: replicas that merged, and a policy that was corrected,
/// start agents as one that learned all of it rightly does.
///
/// Source: the kernel estimate of Nadaraya and Watson (1964) as a conjugate prior. Agents that say the same of
/// themselves are one group: O(arms + agents + groups^2) when something was learned, about 1 ns each, O(groups^2)
/// likenesses of about 100 ns when an agent joined or changed, else O(agents).
struct AgentPriors: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case flat, alike
  }

  struct Prior: Sendable, Equatable {
    var mean: Float
    var strength: Float
  }

  static let most = 8.0
  static let flat = Prior(mean: 0.5, strength: 2)

  let kind: Kind
  /// For each row of the pool.
  private(set) var rows: [Prior] = []
  private var computedAt: UInt64?
  private var groups = LikenessGroups()

  init(_ kind: Kind) { self.kind = kind }

  /// Brings ``rows`` up to date.
  /// - Parameter numbers: the number of each row's agent among the arms, or -1.
  mutating func prepare(_ arms: ScalarArms, numbers: [Int32], in frame: borrowing Frame) {
    let count = frame.pool.count
    if kind == .flat {
      if rows.count < count {
        rows.append(contentsOf: repeatElement(AgentPriors.flat, count: count - rows.count))
      }
      return
    }
    if !groups.update(for: frame) && computedAt == arms.changes { return }
    computedAt = arms.changes
    let known = arms.agentTotals
    func totals(_ row: Int) -> ScalarArms.Totals { numbers[row] < 0 ? .init() : known[Int(numbers[row])] }
    var sums = Array(repeating: ScalarArms.Totals(), count: groups.count)
    for row in 0..<count {
      let own = totals(row)
      sums[groups[row]].count += own.count
      sums[groups[row]].sum += own.sum
    }
    let evidence = (0..<groups.count).map { groups.weigh(sums, for: $0) }
    rows.removeAll(keepingCapacity: true)
    for row in 0..<count {
      // Where kinds are not told apart, an agent's own outcomes are counted elsewhere; they are wholly like it.
      let own = arms.byKind ? ScalarArms.Totals() : totals(row)
      let weight = max(2 + evidence[groups[row]].count - own.count, 2)
      let sum = 1 + evidence[groups[row]].sum - own.sum
      rows.append(Prior(mean: Float(sum / weight), strength: Float(min(weight, AgentPriors.most))))
    }
  }

  static let parameter = Parameter(
    "prior", .choice(Kind.allCases.map(\.rawValue)), standard: .name(Kind.flat.rawValue),
    meaning: "What an agent starts with: the same for all, or what agents like it have done.")

  init(_ arguments: Arguments) { self.init(Kind(rawValue: arguments.choice("prior")) ?? .flat) }
}
