/// A scenario's text that cannot be read.
public struct ScenarioError: Error, Equatable, Sendable, CustomStringConvertible {
  public var found: String
  public var expected: String
  public var description: String { "plan: found \(found), expected \(expected)" }
}

/// Scenarios as text: `seed=17,agents=2,tasks=9,tenants=1,policy=feasible | random | best,with=gangs+budgets,faults=...`.
extension Scenario {
  public var text: String {
    let with = Features.names.filter { features.contains($0.0) }.map(\.1).joined(separator: "+")
    return "seed=\(seed),agents=\(agents),tasks=\(tasks),tenants=\(tenants),policy=\(policy),with=\(with)"
      + (faults.faults.isEmpty ? "" : ",faults=\(faults.text)")
  }

  /// Reads what ``text`` writes.
  public init(parsing text: String) throws {
    var rest = text[...]
    var fields: [String: String] = [:]
    let keys = ["seed", "agents", "tasks", "tenants", "policy", "with", "faults"]
    // Values may hold commas, so a field ends where the next known key begins.
    for (index, key) in keys.enumerated() {
      guard rest.hasPrefix(key + "=") else {
        if key == "faults" && rest.isEmpty { break }
        throw ScenarioError(found: "\"\(rest.prefix(20))\"", expected: "\(key)=...")
      }
      rest = rest.dropFirst(key.count + 1)
      if index + 1 < keys.count, let end = Scenario.find(",\(keys[index + 1])=", in: rest) {
        fields[key] = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
      } else {
        fields[key] = String(rest)
        rest = rest[rest.endIndex...]
      }
    }
    func number<N: FixedWidthInteger>(_ key: String, _ range: ClosedRange<N>) throws -> N {
      guard let value = fields[key].flatMap({ N($0) }), range.contains(value) else {
        throw ScenarioError(found: "\(key)=\(fields[key] ?? "")", expected: "a whole number in \(range)")
      }
      return value
    }
    seed = try number("seed", 0...UInt64.max)
    agents = try number("agents", 1...10_000)
    tasks = try number("tasks", 0...10_000_000)
    tenants = try number("tenants", 1...1000)
    policy = fields["policy"] ?? ""
    features = []
    for name in (fields["with"] ?? "").split(separator: "+") {
      guard let feature = Features.names.first(where: { $0.1 == name }) else {
        let known = Features.names.map(\.1).joined(separator: ", ")
        throw ScenarioError(found: "with=\(name)", expected: "some of \(known), joined by +")
      }
      features.insert(feature.0)
    }
    faults = try FaultPlan(parsing: fields["faults"] ?? "")
    if let agent = faults.firstUnknownAgent(of: agents) {
      throw ScenarioError(found: "a fault of agent \(agent)", expected: "an agent below \(agents)")
    }
  }

  private static func find(_ needle: String, in text: Substring) -> Substring.Index? {
    var index = text.startIndex
    while index < text.endIndex {
      if text[index...].hasPrefix(needle) { return index }
      index = text.index(after: index)
    }
    return nil
  }
}
