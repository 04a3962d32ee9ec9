import MusterCore

/// A policy that is asked about decisions it did not make, and what it answered.
struct TargetPolicy: Sendable {
  let name: String
  private var policy: any Policy
  /// How many decisions had no closed form and were asked about by trial.
  private(set) var drawn = 0
  /// For each decision where its choices end in the columns below.
  private var ends: [Int] = []
  private var agents: [Int32] = []
  private var probabilities: [Double] = []
  private var answer: [Double] = []

  init(name: String, policy: any Policy) {
    self.name = name
    self.policy = policy
  }

  /// Asks about the one task of the frame, which was given to the agent in this row, and takes note of the
  /// features that it would have recorded.
  mutating func ask(_ frame: inout Frame, decision: DecisionID, agent: Int, draws: Int) {
    if !policy.probabilities(of: 0, in: frame, into: &answer) {
      policy.drawnProbabilities(of: 0, in: &frame, draws: draws, into: &answer)
      drawn += 1
    }
    for (row, probability) in answer.enumerated() where probability > 0 {
      agents.append(Int32(row))
      probabilities.append(probability)
    }
    ends.append(agents.count)
    let features = policy.features(of: 0, on: agent, in: frame)
    if !features.isEmpty { policy.recall(decision, features: features) }
  }

  mutating func observe(_ outcome: Outcome) { policy.observe([outcome]) }

  /// The choices that it might have made at a decision, with their probabilities.
  func choices(_ place: Int) -> Zip2Sequence<ArraySlice<Int32>, ArraySlice<Double>> {
    let range = (place == 0 ? 0 : ends[place - 1])..<ends[place]
    return zip(agents[range], probabilities[range])
  }
}
