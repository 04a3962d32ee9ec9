import MusterCore
import MusterPolicy

/// The life of a task as `muster why --json` writes it.
struct TaskLifeRecord: Encodable {
  struct Candidate: Encodable {
    let agent: UInt64
    let name: String
    let score: Double
  }

  /// What an outcome counts for.
  struct Credit: Encodable {
    struct Part: Encodable {
      let name: String
      let value: Double
      let weight: Double
      let terms: [Term]
    }
    struct Term: Encodable {
      let text: String
      let value: Double
    }
    let reward: Double
    let parts: [Part]
    /// What learners saw in its place, where rewards are stabilised.
    let stabilised: Double?

    init(_ account: RewardAccount) {
      reward = account.reward
      stabilised = account.seen
      parts = account.parts.map { part in
        Part(
          name: part.name, value: part.value, weight: part.weight,
          terms: part.terms.map { Term(text: $0.text, value: $0.value) })
      }
    }
  }

  struct Step: Encodable {
    let at: Double
    let event: String
    var agent: UInt64?
    var name: String?
    var decision: UInt64?
    var score: Double?
    /// Missing where the choice had no chance that can be given in closed form.
    var propensity: Double?
    var candidateCount: Int?
    var candidates: [Candidate]?
    var reason: String?
    var chargeUSD: Double?
    var reward: Double?
    /// How sure a verifier was of the answer.
    var confidence: Double?
    var credit: Credit?
    /// Turns that the try took, and the most that its lease allowed at first.
    var turns: Int32?
    var turnLimit: Int32?
    /// Of a task that asks several: its runs, and the one that won; of a run, the task.
    var runs: [UInt64]?
    var winner: UInt64?
    var runOf: UInt64?
  }

  let task: UInt64
  let renewals: Int
  let steps: [Step]

  init(life: TaskLife) {
    task = life.id.rawValue
    renewals = life.renewals
    steps = life.facts.enumerated().map { index, fact in
      var step = Self.step(fact, life)
      step.credit = life.accounts[index].map { Credit($0) }
      return step
    }
  }

  private static func step(_ fact: Fact, _ life: TaskLife) -> Step {
    func step(_ event: String) -> Step { Step(at: fact.at.seconds, event: event) }
    var result: Step
    switch fact.event {
    case .submitted(let task):
      result = step("submitted")
      result.runs = task.ask?.copies.map(\.rawValue)
      result.runOf = task.ballot?.rawValue
    case .retried: result = step("retried")
    case .started: result = step("started")
    case .leased(let lease):
      result = step("leased")
      result.agent = lease.agent.rawValue
      result.name = life.name(of: lease.agent)
      result.decision = lease.decision.rawValue
      result.score = lease.score
      result.propensity = lease.propensity.isNaN ? nil : lease.propensity
      result.turnLimit = lease.allowance.turns?.limit
    case .explained(let decision, _, let explanation):
      result = step("explained")
      result.decision = decision.rawValue
      result.candidateCount = explanation.candidateCount
      result.candidates = zip(explanation.agents, explanation.scores).map {
        Candidate(agent: $0.rawValue, name: life.name(of: $0), score: Double($1))
      }
    case .revoked(_, _, let reason, _):
      result = step("revoked")
      result.reason = "\(reason)"
    case .graded(_, _, let confidence):
      result = step("graded")
      result.confidence = confidence
    case .attemptFailed(_, _, let charge, _, let turns):
      result = step("attemptFailed")
      result.turns = turns
      result.chargeUSD = Double(charge) / 1e6
    case .ended(let ending):
      result = step("\(ending.end)")
      result.reason = "\(ending.reason)"
      result.turns = ending.turns
      result.winner = ending.winner?.rawValue
      result.chargeUSD = Double(ending.charge) / 1e6
      result.reward = ending.reward
    case .settled(_, _, let charge, _):
      result = step("settled")
      result.chargeUSD = Double(charge) / 1e6
    case .reportIgnored(_, _, let reason):
      result = step("reportIgnored")
      result.reason = "\(reason)"
    case .feedback(_, let reward):
      result = step("feedback")
      result.reward = reward
    default: result = step("other")
    }
    return result
  }
}
