import MusterCore
import MusterLab

/// `log:FILE`: a day of Muster itself, to be replayed under another policy.
enum LogScheme {
  static let name = "log"

  /// - Parameter facts: what the log of the spec holds.
  static func scheme(facts: [Fact]) -> TraceScheme {
    TraceScheme(
      name: name, summary: "what a Muster did, from its log: the same agents and tasks under another policy",
      path: .needed("a log that muster wrote"), parameters: [], example: "log:run.muster", source: "Muster",
      licence: "yours"
    ) { _ in
      throw CommandFailure.other("log: is not there yet")
    }
  }
}
