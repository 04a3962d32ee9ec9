import MusterCore
import MusterLab
import MusterServer

/// `log:FILE`: a day of Muster itself, to be replayed under another policy.
enum LogScheme {
  static let name = "log"

  /// - Parameter content: what the log of the spec holds; none where specs are only listed.
  static func scheme(content: LogContent?) -> TraceScheme {
    TraceScheme(
      name: name,
      summary: "what a Muster did, from its own log: the same agents and tasks under another policy",
      path: .needed("a log that Muster wrote"), parameters: [], example: "log:run.muster",
      source: "muster replay --log", licence: "yours"
    ) { spec in
      guard let content else { throw CommandFailure.other("trace \(spec): the log has not been read") }
      var configuration = content.configuration ?? EngineConfiguration()
      // When agents fell silent and leases lapsed is in the log; without this it would be found anew as well.
      configuration.leaseTerm = Task.forever
      configuration.suspectAfter = Task.forever
      configuration.leaveAfter = Task.forever
      configuration.explainedCandidates = 0
      return try FactTrace(spec: spec.text, facts: content.facts, configuration: configuration) {
        tag, bytes in
        AnswerNote(tag: tag, bytes).map { ($0.lease, $0.at) }
      }
    }
  }
}
