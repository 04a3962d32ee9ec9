/// Makes a failing scenario smaller: drops faults, features, tasks and agents one after the other for as long as
/// the smaller one fails too, in any way.
public enum Shrinker {
  /// The most scenarios to try.
  static let tryLimit = 400

  public static func shrink(_ scenario: Scenario, failing failure: Failure) throws -> (Scenario, Failure) {
    try shrink(scenario, failing: failure) { try Campaign.run($0).failure }
  }

  /// - Parameter fails: how a scenario fails, or nil.
  public static func shrink(
    _ scenario: Scenario, failing failure: Failure, fails: (Scenario) throws -> Failure?
  ) rethrows -> (Scenario, Failure) {
    var best = scenario
    var found = failure
    var tries = 0
    var improved = true
    while improved && tries < tryLimit {
      improved = false
      for candidate in candidates(of: best) {
        tries += 1
        if let smaller = try fails(candidate) {
          best = candidate
          found = smaller
          improved = true
          break
        }
        if tries >= tryLimit { break }
      }
    }
    return (best, found)
  }

  /// The next smaller scenarios, the boldest cuts first.
  static func candidates(of scenario: Scenario) -> [Scenario] {
    var candidates: [Scenario] = []
    func add(_ change: (inout Scenario) -> Void) {
      var smaller = scenario
      change(&smaller)
      if smaller != scenario { candidates.append(smaller) }
    }
    add { $0.faults.faults = [] }
    for count in [scenario.tasks / 2, scenario.tasks * 3 / 4, scenario.tasks - 1] where count >= 1 {
      add { $0.tasks = count }
    }
    for index in scenario.faults.faults.indices { add { $0.faults.faults.remove(at: index) } }
    for feature in Scenario.Features.allCases where scenario.features.contains(feature) {
      add { $0.features.remove(feature) }
    }
    for count in [1, scenario.agents - 1] where count >= 1 && count < scenario.agents {
      let reached = scenario.faults.firstUnknownAgent(of: count) == nil
      if reached { add { $0.agents = count } }
    }
    add { $0.tenants = 1 }
    add { $0.policy = "feasible | best-fit | best" }
    return candidates
  }
}
