import MusterMath
import Testing

@testable import MusterCore

@Suite("A ballot") struct BallotTests {
  /// What it comes to when the first `answers` runs have said these, in order, and the others are out.
  private func standing(
    _ rule: BallotRule, _ answers: [[UInt64]?], of runs: Int? = nil, weights: [Double] = []
  ) -> Ballot.Standing {
    var ballot = Ballot(rule)
    for run in 0..<(runs ?? answers.count) { ballot.ask(TaskID(UInt64(run) + 1)) }
    for (run, weight) in weights.enumerated() {
      ballot.give(TaskID(UInt64(run) + 1), to: Int32(run), decision: DecisionID(0), weight: weight)
    }
    for (run, answer) in answers.enumerated() {
      let task = TaskID(UInt64(run) + 1)
      if let answer { ballot.answer(task, answer) } else { ballot.silence(task) }
    }
    return ballot.standing
  }

  @Test("of a race ends with the first success, and fails with the last failure") func races() {
    #expect(standing(.race, [nil], of: 3) == .undecided)
    #expect(standing(.race, [nil, []], of: 3) == .won(run: TaskID(2), answer: nil))
    #expect(standing(.race, [nil, nil, nil]) == .lost)
  }

  @Test("by majority stops when nothing can change it any more") func majorities() {
    #expect(standing(.majority, [[7]], of: 3) == .undecided)
    #expect(standing(.majority, [[7], [7]], of: 3) == .won(run: TaskID(1), answer: 7))
    #expect(standing(.majority, [[7], [8]], of: 3) == .undecided)
    #expect(standing(.majority, [[7], [8], [8]]) == .won(run: TaskID(2), answer: 8))
    // Two of four: the last two may make it a tie, and a tie has a winner only when all have spoken.
    #expect(standing(.majority, [[7], [7]], of: 4) == .undecided)
    #expect(standing(.majority, [[7], [8], nil]) == .won(run: TaskID(1), answer: 7))
    #expect(standing(.majority, [nil, []]) == .lost)
  }

  @Test("by weight counts what each run was given") func weights() {
    #expect(standing(.weighted, [[7], [8]], weights: [1, 3]) == .won(run: TaskID(2), answer: 8))
    // Whoever takes the third run may outweigh both.
    #expect(standing(.weighted, [[7], [7]], of: 3, weights: [1, 3]) == .undecided)
    #expect(
      standing(.weighted, [[7], [7]], of: 3, weights: [1, 3, 2]) == .won(run: TaskID(1), answer: 7))
  }

  /// Condorcet's own example of 1785, 60 voters scaled to 12: plurality takes A, pairs take C.
  @Test("by pairs takes the answer that beats every other") func pairs() {
    let (a, b, c): (UInt64, UInt64, UInt64) = (1, 2, 3)
    let ballots: [[UInt64]?] =
      Array(repeating: [a, c, b], count: 5) + Array(repeating: [c, b, a], count: 4)
      + Array(repeating: [b, c, a], count: 3)
    guard case .won(_, let answer) = standing(.condorcet, ballots) else {
      Issue.record("undecided")
      return
    }
    #expect(answer == c)
    guard case .won(_, let first) = standing(.majority, ballots) else { return }
    #expect(first == a)
    // A cycle: all win one pair and lose one, the earliest is taken.
    #expect(
      standing(.condorcet, [[a, b, c], [b, c, a], [c, a, b]]) == .won(run: TaskID(1), answer: a))
  }

  /// Exhaustive over small ballots: an early decision is the one that waiting brings, whatever comes.
  @Test(
    "decides early only what waiting would decide", arguments: [BallotRule.majority, .weighted, .condorcet])
  func earlyIsFinal(rule: BallotRule) {
    let rankings: [[UInt64]?] =
      rule == .condorcet
      ? [nil, [1], [2], [1, 2], [2, 1], [1, 2, 3], [3, 2, 1], [2, 3, 1]] : [nil, [1], [2], [3]]
    var random = Random(seed: 5)
    var early = 0
    for runs in 1...(rule == .condorcet ? 4 : 5) {
      let weights = rule == .weighted ? (0..<runs).map { _ in Double(random.below(4)) } : []
      var code = 0
      let total = (0..<runs).reduce(1) { product, _ in product * rankings.count }
      while code < total {
        var rest = code
        let answers = (0..<runs).map { _ in
          let answer = rankings[rest % rankings.count]
          rest /= rankings.count
          return answer
        }
        let final = standing(rule, answers, weights: weights)
        #expect(final != .undecided)
        for spoken in 0..<runs {
          let now = standing(rule, Array(answers[..<spoken]), of: runs, weights: weights)
          if now == .undecided { continue }
          guard case .won(_, let answer) = now, case .won(_, let later) = final else {
            Issue.record("\(now) became \(final)")
            return
          }
          #expect(answer == later, "\(answers) after \(spoken)")
          early += 1
        }
        code += 1
      }
    }
    #expect(early > 50)
  }

  @Test("measures disagreement over the runs that are over") func disagreement() {
    var ballot = Ballot(.majority)
    for run in 1...4 as ClosedRange<UInt64> { ballot.ask(TaskID(run)) }
    #expect(ballot.disagreement == 1)
    ballot.answer(TaskID(1), [7])
    #expect(ballot.disagreement == 0)
    ballot.answer(TaskID(2), [8])
    ballot.answer(TaskID(3), [7])
    ballot.silence(TaskID(4))
    #expect(ballot.disagreement == 0.5)
    #expect(ballot.runs.map { ballot.agrees($0, with: 7) } == [true, false, true, nil])
  }
}
