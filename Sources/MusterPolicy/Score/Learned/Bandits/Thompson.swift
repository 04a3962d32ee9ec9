import MusterCore
import MusterMath

/// `thompson`: a draw from what is believed of the agent's mean reward, a beta distribution: so each agent is
/// chosen as often as it may be the best. Rewards are clipped to 0...1; one between the ends counts as that part of
/// a success. Discounted, windowed and with resets where a change is detected, see ``Forgetting``; priors, see
/// ``AgentPriors``.
///
/// Sources: Thompson (Biometrika, 1933); Agrawal and Goyal (COLT 2012); discounted: Raj and Kalyani (2017); windowed:
/// Trovo et al. (JAIR, 2020). The draw is a function of the seed, the decision and the agent's id. About 200 ns an
/// agent.
public struct Thompson: BanditScore {
  static let name = "thompson"
  var arms: ScalarArms
  var priors: AgentPriors

  init(_ arguments: Arguments) {
    arms = Thompson.arms(arguments, range: 0...1)
    priors = AgentPriors(arguments)
  }

  private init(arms: ScalarArms, priors: AgentPriors) {
    self.arms = ScalarArms(byKind: arms.byKind, forgetting: arms.forgetting, range: arms.range)
    self.priors = AgentPriors(priors.kind)
  }

  var blank: Thompson { Thompson(arms: arms, priors: priors) }
  public var isSampled: Bool { true }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let seed = DrawSeed.of(task, in: frame, purpose: 0x7468_6f6d_7073)
    eachArm(task, rows, in: frame) { i, known, prior in
      var random = Random(seed: seed, stream: frame.pool.agents[Int(rows[i])].id.rawValue)
      let (mean, strength) = (Double(prior.mean), Double(prior.strength))
      // Rounding must not take a parameter to zero.
      let a = max(strength * mean + known.sum, 1e-3)
      let b = max(strength * (1 - mean) + known.count - known.sum, 1e-3)
      scores[i] = Float(random.beta(a, b))
    }
  }
}

/// The seed of the draws for one decision, apart from those that others make for it.
enum DrawSeed {
  static func of(_ task: Int, in frame: borrowing Frame, purpose: UInt64) -> UInt64 {
    Mix.hash(frame.seed, frame.firstDecision &+ UInt64(task), purpose)
  }
}

extension Thompson {
  static let word = Word.score(
    name,
    [.learnedApart, Forgetting.discount, Forgetting.window] + Forgetting.detection + [AgentPriors.parameter],
    meaning: "A draw from what is believed of the agent's mean reward, in 0...1.",
    source: "Thompson, 1933; Beta posterior, Agrawal and Goyal, COLT'12",
    make: { .listScorer(Thompson($0)) })
}
