import MusterCore
import MusterMath

/// `flow(each, arcs, wait)`: the batch as a minimum-cost flow, with one node for all tasks of a shape (Gog et al.,
/// "Firmament: fast, centralized cluster scheduling at scale", OSDI'16; Quincy, Isard et al., SOSP'09).
///
/// What `assignment` looks for, for large batches and pools: the graph has an arc for each shape and each of its best
/// agents, not for each task. A shape looks at `arcs` agents in a round; where they fill up, the next round looks
/// further. As in Firmament, a task may be left where it is: at `wait` as the score of waiting, it waits rather than
/// take a place that scores less, and rather than push others to worse places; as it stands, tasks wait only for want of
/// room. Tasks of one shape are served in their order. A gang that is torn is left out, the last one first, and what
/// changes is solved again. Tasks whose scores are their own, by a list stage, a budget or agents that failed them, are
/// a shape each.
///
/// O(shapes * agents) a round for the lists and O(t (a + n log n)) at worst for t tasks over a arcs and n nodes.
public struct FlowMatch: BatchMatcher {
  let each: Int
  let arcs: Int
  let wait: Double
  private var network = FlowNetwork()

  public var together: Int { 1 << 16 }

  /// - Parameters:
  ///   - each: the most tasks that an agent gets before scores are taken anew, at least 1.
  ///   - arcs: how many agents a shape looks at in a round, at least 1.
  ///   - wait: the score of waiting.
  public init(each: Int = .max, arcs: Int = 256, wait: Double = -FlowMatch.never) {
    self.each = each
    self.arcs = arcs
    self.wait = wait
  }

  /// Minus this as the score of waiting, and nobody waits who could be placed.
  public static let never = 1e6

  public mutating func choose(
    for units: [Range<Int>], in frame: borrowing Frame, from funnel: inout Funnel,
    into choices: inout [Choice?]
  ) {
    var lists = FlowLists(units, in: frame, from: &funnel, each: each, arcs: arcs, wait: wait)
    while true {
      for unit in units { for task in unit { choices[task] = nil } }
      let groups = lists.groups(in: frame)
      let flows = try? network.solve(groups, slots: { lists.slots(of: $0) }, wait: lists.waiting)
      guard let flows else { return }
      lists.write(flows, into: &choices)
      guard lists.leaveOutTorn(choices) else { return }
    }
  }
}

extension FlowMatch {
  static let word = Word.match(
    "flow",
    [
      ExactAssignment.each,
      Parameter(
        "arcs", .integer(1...100_000), standard: .integer(256),
        meaning: "How many of its best agents a shape looks at in a round."),
      Parameter(
        "wait", .number(-never...never), standard: .number(-never),
        meaning: "The score of waiting; as it stands nobody waits who could be placed."),
    ],
    meaning: "A minimum-cost flow from shapes of tasks to agents, for large batches.",
    source: "Firmament, Gog et al., OSDI'16",
    make: {
      .matcher(
        FlowMatch(each: $0.integer("each"), arcs: $0.integer("arcs"), wait: $0.number("wait")))
    })
}
