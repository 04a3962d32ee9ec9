import ArgumentParser

/// `--seeds` and `--seed`.
struct SeedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Seeds: \(SeedList.help)", valueName: "N | A...B | list"),
    transform: SeedList.init(parsing:))
  var seeds: SeedList?

  @Option(help: ArgumentHelp("One seed.", valueName: "number"))
  var seed: UInt64?

  func validate() throws {
    if seeds != nil, seed != nil {
      throw ValidationError("found both --seed and --seeds, expected one of them")
    }
  }

  /// The seeds asked for, or those given here.
  func list(else standard: [UInt64]) -> [UInt64] { seeds?.seeds ?? seed.map { [$0] } ?? standard }
}
