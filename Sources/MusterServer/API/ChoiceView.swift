import MusterCore
import MusterWire

/// What the API tells of a decision: the candidates, their scores, the chance with which the agent was chosen.
struct ChoiceView: Sendable {
  let choice: TaskChoice
  let agent: String
  let candidates: [(name: String, score: Float)]

  init(_ choice: TaskChoice, in session: Session) {
    func name(_ id: AgentID) -> String {
      session.state.orchestrator.engine.pool.row(of: id)
        .map { session.state.orchestrator.engine.pool.agents[$0].name } ?? "\(id)"
    }
    self.choice = choice
    agent = name(choice.agent)
    candidates = zip(choice.explanation?.agents ?? [], choice.explanation?.scores ?? [])
      .map { (name($0.0), $0.1) }
  }

  func write(to text: inout JSONText) {
    text.object { text in
      text.member("decision", "\(choice.decision)")
      text.member("at", choice.at.rfc3339)
      text.member("lease", "\(choice.lease)")
      text.member("agent", agent)
      text.real("propensity", choice.propensity)
      text.real("score", choice.score)
      text.dollars("reserved_usd", choice.reserve)
      text.member("candidate_count", choice.explanation?.candidateCount ?? 0)
      text.name("candidates")
      text.array { text in
        for (name, score) in candidates {
          text.object { text in
            text.member("agent", name)
            text.real("score", Double(score))
          }
        }
      }
    }
  }
}
