import MusterPolicy

extension Settings {
  /// One verifier for each rule, one rule for each kind and tenant, and endpoints that are there.
  func checkVerifiers(_ reading: inout Reading) {
    var first: [String: Int] = [:]
    for (index, rule) in verify.enumerated() {
      let key = "verify[\(index)]"
      guard reading.isSound(key) else { continue }
      rule.checkVerifier(&reading, key)
      if let name = rule.agent, !endpoints.contains(where: { $0.name == name }) {
        let hint = EditDistance.nearest(to: name, among: endpoints.map(\.name)).map { " such as \"\($0)\"" }
        reading.report(
          "\(key).agent", found: "\(Quote.found(name)), which no endpoint is called",
          expected: "the name of an endpoint\(hint ?? "")")
      }
      // A tenant's name has no space.
      let whose = "\(rule.endpoint?.rawValue ?? rule.kind) \(rule.tenant ?? "")"
      if let earlier = first.updateValue(first[whose] ?? index, forKey: whose) {
        reading.report(
          "\(key).kind", found: "\(Quote.found(rule.kind)) as in verify[\(earlier)].kind",
          expected: "one rule for a kind and a tenant")
      }
    }
  }
}

extension VerifySettings {
  fileprivate func checkVerifier(_ reading: inout Reading, _ key: String) {
    let given = [
      (name: "command", isGiven: !command.isEmpty), (name: "agent", isGiven: agent != nil),
      (name: "feedback", isGiven: feedback),
    ].filter(\.isGiven).map(\.name)
    if given.isEmpty {
      reading.report(key, missing: "one of command, agent and feedback: true")
    } else if given.count > 1 {
      reading.report(
        "\(key).\(given[1])", found: given.joined(separator: " and "),
        expected: "one of command, agent and feedback")
    }
    if feedback, let endpoint {
      reading.warn(
        "\(key).feedback",
        "callers of \(endpoint.path) wait for their answers and cannot judge them first: those pass unverified"
      )
    }
  }
}
