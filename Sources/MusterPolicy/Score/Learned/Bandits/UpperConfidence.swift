import MusterCore
import MusterMath

/// `ucb`: the agent's mean reward plus a bonus for what is not known of it yet. With n observations of the agent,
/// t of all candidates and the mean m: `ucb1` is m + width sqrt(2 ln t / n); `tuned` is
/// m + width sqrt(min(1/4, V) ln t / n) with V = variance + sqrt(2 ln t / n). Without a prior of its own kind
/// (`prior: flat`) an agent with no observations goes first.
///
/// Sources: Auer, Cesa-Bianchi and Fischer (Machine Learning, 2002); discounted and windowed: Garivier and Moulines
/// (ALT 2011); resets: Liu, Lee and Shroff (AAAI 2018). Made for rewards in 0...1. About 40 ns an agent.
public struct UpperConfidence: BanditScore {
  static let name = "ucb"
  /// The score of an agent that must be tried first.
  static let untried = 1e6
  var arms: ScalarArms
  var priors: AgentPriors
  let isTuned: Bool
  let width: Double
  private var known: [ScalarArms.Totals] = []

  init(_ arguments: Arguments) {
    arms = UpperConfidence.arms(arguments, range: -1e12...1e12)
    priors = AgentPriors(arguments)
    isTuned = arguments.choice("rule") == "tuned"
    width = arguments.number("width")
  }

  var blank: UpperConfidence {
    var blank = self
    blank.arms = ScalarArms(byKind: arms.byKind, forgetting: arms.forgetting, range: arms.range)
    blank.priors = AgentPriors(priors.kind)
    return blank
  }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    var known = self.known
    self.known = []
    known.removeAll(keepingCapacity: true)
    let isFlat = priors.kind == .flat
    var all = 0.0
    eachArm(task, rows, in: frame) { _, totals, prior in
      var totals = totals
      if !isFlat {
        // What the flat prior would have made up is not counted, only what was seen of others.
        let (mean, strength) = (Double(prior.mean), Double(prior.strength) - 2)
        totals.count += strength
        totals.sum += strength * mean
        totals.squares += strength * mean * mean
      }
      all += totals.count
      known.append(totals)
    }
    let logarithm = Portable.log(max(all, 1))
    for i in 0..<rows.count { scores[i] = Float(index(known[i], logarithm)) }
    self.known = known
  }

  private func index(_ known: ScalarArms.Totals, _ logarithm: Double) -> Double {
    guard known.count > 0 else { return UpperConfidence.untried }
    let ratio = logarithm / known.count
    let square =
      isTuned ? ratio * min(0.25, known.variance + (2 * ratio).squareRoot()) : 2 * ratio
    let index = known.sum / known.count + width * square.squareRoot()
    return min(index, UpperConfidence.untried)
  }
}

extension UpperConfidence {
  static let word = Word.score(
    name,
    [
      Parameter(
        "rule", .choice(["tuned", "ucb1"]), standard: .name("tuned"),
        meaning: "How wide the bonus is: by the variance seen, or by the worst there can be."),
      Parameter(
        "width", .number(0...1_000_000), standard: .number(1), meaning: "What the bonus is multiplied by."),
      .learnedApart, Forgetting.discount, Forgetting.window,
    ] + Forgetting.detection + [AgentPriors.parameter],
    meaning: "Mean past reward of the agent plus a bonus for what is not known of it.",
    source: "UCB1 and UCB-tuned, Auer, Cesa-Bianchi and Fischer, 2002",
    make: { .listScorer(UpperConfidence($0)) })
}
