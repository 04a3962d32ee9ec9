import MusterCore
import MusterPolicy

extension Settings {
  /// What any agent says of itself, with the key of its section.
  private var agents: [(key: String, name: String, pools: [String], skills: [String])] {
    endpoints.enumerated().map {
      ("endpoints[\($0.offset)]", $0.element.name, $0.element.pools, $0.element.skills)
    }
      + processes.enumerated().map {
        ("processes[\($0.offset)]", $0.element.name, $0.element.pools, $0.element.skills)
      }
      + simulated.enumerated().map {
        ("simulated[\($0.offset)]", $0.element.name, $0.element.pools, $0.element.skills)
      }
  }

  func checkNames(_ reading: inout Reading) {
    reading.report(repeatedIn: pools, "pools", of: "each pool")
    let tenants = tenants.enumerated().map { (key: "tenants[\($0.offset)].name", name: $0.element.name) }
    reading.report(duplicatesAmong: tenants, of: "the name of a tenant")
    reading.report(duplicatesAmong: agents.map { ($0.key + ".name", $0.name) }, of: "the name of an agent")
  }

  func checkAgents(_ reading: inout Reading) {
    var skills: Set<String> = []
    for agent in agents {
      let isSound = reading.isSound("pools") && reading.isSound("\(agent.key).pools")
      for (index, pool) in agent.pools.enumerated() where isSound && !pools.contains(pool) {
        let hint = EditDistance.nearest(to: pool, among: pools).map { " such as \"\($0)\"" } ?? ""
        reading.report(
          "\(agent.key).pools[\(index)]", found: "\(Quote.found(pool)), which no pool is called",
          expected: "a name from pools\(hint)")
      }
      reading.report(repeatedIn: agent.pools, "\(agent.key).pools", of: "each pool")
      reading.report(repeatedIn: agent.skills, "\(agent.key).skills", of: "each skill")
      let before = skills.count
      skills.formUnion(agent.skills)
      if before <= SkillSet.limit, skills.count > SkillSet.limit {
        reading.report(
          "\(agent.key).skills", found: "more than \(SkillSet.limit) skills in all agents together",
          expected: "at most \(SkillSet.limit)")
      }
    }
  }
}

extension EndpointSettings {
  /// Headers that are known to carry secrets.
  private static let secretHeaders = [
    "authorization", "proxy-authorization", "cookie", "api-key", "x-api-key", "x-goog-api-key",
  ]

  func check(_ reading: inout Reading, _ key: String) {
    reading.report(repeatedIn: models, "\(key).models", of: "each model")
    for field in headers where Self.secretHeaders.contains(field.name.lowercased()) {
      reading.report(
        "\(key).headers.\(field.name)", found: "a header that carries a secret",
        expected:
          "the secret in key: {env: NAME} or {file: PATH}, with key-header where it is not Authorization")
    }
    let fields = headers.map { (key: "\(key).headers.\($0.name)", name: $0.name.lowercased()) }
    reading.report(duplicatesAmong: fields, of: "each header")
    let sources = ["\(key).key", "\(key).key.env", "\(key).key.file"]
    if keyHeader != nil, !sources.contains(where: { reading.givenPlace(of: $0) != nil }) {
      reading.report("\(key).key", missing: "the key that key-header carries")
    }
    if self.key.secret != nil, url.scheme == .http, !HostName.isLoopback(url.host) {
      reading.warn("\(key).url", "the key goes to \(url.host) in the clear; expected an https address")
    }
    checkTimeouts(&reading, "\(key).timeouts")
  }

  private func checkTimeouts(_ reading: inout Reading, _ key: String) {
    guard reading.isSound(key) else { return }
    let total = UnitText.duration.text(of: timeouts.total)
    for (name, value) in [("connect", timeouts.connect), ("first-token", timeouts.firstToken)]
    where value > timeouts.total {
      // The one that was given is the one to change.
      let culprit = reading.givenPlace(of: "\(key).\(name)") == nil ? "total" : name
      reading.report(
        "\(key).\(culprit)",
        found: "a \(name) of \(UnitText.duration.text(of: value)) in a total of \(total)",
        expected: "a total at least as long")
    }
  }
}
