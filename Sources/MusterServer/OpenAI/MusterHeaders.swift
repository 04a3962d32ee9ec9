import HTTPTypes

extension HTTPField.Name {
  // The names are constants that the parser of names is known to take.
  private static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }
  static let musterTask = known("X-Muster-Task")
  static let musterAgent = known("X-Muster-Agent")
  static let musterAttempt = known("X-Muster-Attempt")
  static let musterPropensity = known("X-Muster-Propensity")
  static let musterReserved = known("X-Muster-Reserved-USD")
  static let musterCost = known("X-Muster-Cost-USD")
  static let musterVerdict = known("X-Muster-Verdict")
  static let traceparent = known("traceparent")
  static let tracestate = known("tracestate")
}
