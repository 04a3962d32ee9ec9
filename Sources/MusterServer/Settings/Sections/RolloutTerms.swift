/// A new policy that decides about a share of the tasks, and how it proves itself or goes.
///
/// It is taken back by itself once it is sure that its mean reward lies below the old one's by more than the margin.
public struct RolloutTerms: SettingsSection {
  /// Nil for none.
  public var policy: String?
  public var share = 0.1
  public var margin = 0.0
  public var level = 0.95
  public var minimum = 50
  public var promotes = false

  public init() {}

  static let fields: [Field<RolloutTerms>] = [
    .optional(
      "policy", \.policy, .sentence, example: "feasible | fit-to-kind | best",
      "The policy to try beside `policy`; without it there is no roll-out."),
    .value(
      "share", \.share, .number("above 0 and below 1") { $0 > 0 && $0 < 1 },
      "The share of the tasks that it decides about."),
    .value(
      "margin", \.margin, .number("at least 0") { $0 >= 0 },
      "By how much its mean reward may lie below the old policy's."),
    .value(
      "level", \.level, .number("above 0 and below 1") { $0 > 0 && $0 < 1 },
      "How sure a verdict must be, whenever it comes."),
    .value(
      "minimum", \.minimum, .integer(1...1_000_000),
      "How many outcomes each policy must have before there is a verdict."),
    .value(
      "promote", \.promotes, .flag, "Whether it gets all tasks once it has proved that it is not worse."),
  ]
}
