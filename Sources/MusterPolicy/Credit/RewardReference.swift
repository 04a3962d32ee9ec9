/// What a reward can be made of, for people.
public enum RewardReference {
  /// Under each title terms with what they mean.
  public static let sections: [(title: String, entries: [(term: String, meaning: String)])] = [
    (
      "Fields of an outcome",
      FormulaField.standard.map { ($0.name, $0.meaning) } + [
        ("rubric", "the score of the declared rubric, 0 to 1 and less for penalties"),
        ("grade(NAME)", "the grade of that name, 0 where nobody gave it"),
        ("has(NAME)", "1 where the grade was given; has(rubric): where any of its criteria was"),
      ]
    ),
    (
      "Operators and functions",
      [
        ("+ - * / ^", "as usual; powers group to the right"),
        ("< <= > >= == !=", "1 where it holds, else 0"),
        ("if(c, a, b)", "a where c is not 0, else b"),
        ("min, max, clamp", "min(a, b), max(a, b), clamp(value, from, to)"),
        ("sqrt, log, exp, abs", "of one number; log is the natural one"),
      ]
    ),
    (
      "Several objectives",
      [
        ("{quality: ..., cost: ...}", "up to 8 parts, added up"),
        ("by weights(quality: 2)", "each times its weight; 1 where none is given"),
        (
          "by hypervolume(cost: 1 above -2)",
          "the weighted sum times 0.5 + 1.5 tanh of the volume by which it pushes out the front, above a reference "
            + "point for each of 2 or 3 parts"
        ),
        (
          "by gradient(rate: 0.1)",
          "weights that are learned: a part gains where choosing better agents would gain on all; scale divides the "
            + "step, which is taken every 16 outcomes (every)"
        ),
      ]
    ),
    (
      "Around all of it",
      [
        (
          "stabilise(..., strength: 4)",
          "learners see the mean for the agent and the kind of task, drawn towards the agent's and that of all as if "
            + "these had been seen so often; share: how much of it, the rest being the draw"
        )
      ]
    ),
  ]

  /// Rewards that can be read.
  public static let examples = [
    "succeeded - 0.2*sqrt(seconds) - 0.15*dollars",
    "{quality: succeeded, cost: -dollars} by hypervolume(quality: 1 above 0, cost: 1 above -2)",
    "stabilise(if(has(tone), grade(tone), reward), strength: 4)",
  ]
}
