import MusterCore
import MusterMath

/// What a team of candidates is worth: the mean score of its members and the share that it covers of all skills that
/// any candidate has, in a declared proportion. Monotone and submodular, within 0...1.
///
/// Scores are measured from the worst candidate to the best, so that they have the scale of a share. O(1) a gain.
struct TeamObjective: SubmodularObjective {
  /// What a candidate's score adds.
  private var worth: [Double] = []
  private var skills: [SkillSet] = []
  private var weightOfSkill = 0.0

  /// - Parameters:
  ///   - limit: how many the team has.
  ///   - diversity: the part of covered skills in the worth, 0...1; scores have the rest.
  init(_ candidates: borrowing Candidates, in frame: borrowing Frame, limit: Int, diversity: Double) {
    var union = SIMD4<UInt64>.zero
    let (least, most) = (candidates.scores.min() ?? 0, candidates.scores.max() ?? 0)
    let spread = Double(most) - Double(least)
    for (row, score) in zip(candidates.agents, candidates.scores) {
      let own = frame.pool.skills[Int(row)]
      skills.append(own)
      union |= own.bits
      let standing = spread > 0 ? (Double(score) - Double(least)) / spread : 0
      worth.append((1 - diversity) * standing / Double(limit))
    }
    let count = TeamObjective.count(union)
    weightOfSkill = count > 0 ? diversity / Double(count) : 0
  }

  var count: Int { skills.count }
  var nothing: SIMD4<UInt64> { .zero }

  func gain(of element: Int, to covered: SIMD4<UInt64>) -> Double {
    worth[element] + weightOfSkill * Double(TeamObjective.count(skills[element].bits & ~covered))
  }

  func add(_ element: Int, to covered: inout SIMD4<UInt64>) { covered |= skills[element].bits }

  private static func count(_ bits: SIMD4<UInt64>) -> Int {
    bits[0].nonzeroBitCount + bits[1].nonzeroBitCount + bits[2].nonzeroBitCount + bits[3].nonzeroBitCount
  }
}
