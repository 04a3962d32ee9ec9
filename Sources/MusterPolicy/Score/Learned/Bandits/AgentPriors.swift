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
/// Source: the kernel estimate of Nadaraya and Watson (1964) as a conjugate prior. O(agents^2) when something was
/// published or an agent joined or changed, else O(agents), about 1 ns each.
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
  private var versions: [UInt64] = []
  private var descriptions: [UInt64] = []
  private var identity = PoolIdentity()

  init(_ kind: Kind) { self.kind = kind }

  /// Brings ``rows`` up to date.
  /// - Parameters:
  ///   - numbers: the number of each row's agent among the totals, or -1.
  ///   - own: whether an agent's own evidence counts.
  mutating func prepare(
    _ published: PublishedTotals, numbers: [Int32], own: Bool, in frame: borrowing Frame
  ) {
    let isNew = identity.isNew(frame)
    let count = frame.pool.count
    if kind == .flat {
      if rows.count < count {
        rows.append(contentsOf: repeatElement(AgentPriors.flat, count: count - rows.count))
      }
      return
    }
    if isNew {
      versions.removeAll(keepingCapacity: true)
      descriptions.removeAll(keepingCapacity: true)
    }
    let changed = lookForChanges(in: frame)
    if !isNew && !changed && computedAt == published.at { return }
    computedAt = published.at
    var known: [(row: Int, totals: ScalarArms.Totals)] = []
    for row in 0..<count where numbers[row] >= 0 && Int(numbers[row]) < published.totals.count {
      let totals = published.totals[Int(numbers[row])]
      if totals.count > 0 { known.append((row, totals)) }
    }
    rows.removeAll(keepingCapacity: true)
    for row in 0..<count {
      var weight = 2.0
      var sum = 1.0
      for (other, totals) in known where own || other != row {
        let likeness = Likeness.of(frame.pool.agents[row], frame.pool.agents[other])
        weight += likeness * totals.count
        sum += likeness * totals.sum
      }
      rows.append(Prior(mean: Float(sum / weight), strength: Float(min(weight, AgentPriors.most))))
    }
  }

  /// Whether an agent joined or says other things of itself than before.
  private mutating func lookForChanges(in frame: borrowing Frame) -> Bool {
    var changed = false
    for row in 0..<frame.pool.count {
      if row < versions.count && versions[row] == frame.pool.version[row] { continue }
      let description = Likeness.description(of: frame.pool.agents[row])
      if row == versions.count {
        versions.append(0)
        descriptions.append(~description)
      }
      versions[row] = frame.pool.version[row]
      changed = changed || descriptions[row] != description
      descriptions[row] = description
    }
    return changed
  }

  static let parameter = Parameter(
    "prior", .choice(Kind.allCases.map(\.rawValue)), standard: .name(Kind.flat.rawValue),
    meaning: "What an agent starts with: the same for all, or what agents like it have done.")

  init(_ arguments: Arguments) { self.init(Kind(rawValue: arguments.choice("prior")) ?? .flat) }
}
