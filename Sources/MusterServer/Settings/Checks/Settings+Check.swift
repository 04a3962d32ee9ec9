import MusterPolicy

extension Settings {
  /// Checks how the values go together; each by itself has been checked as it was read.
  func check(_ reading: inout Reading) {
    checkServer(&reading)
    checkLog(&reading)
    checkNames(&reading)
    checkAgents(&reading)
    for (index, endpoint) in endpoints.enumerated() { endpoint.check(&reading, "endpoints[\(index)]") }
    checkVerifiers(&reading)
    checkRamp(&reading)
    checkRollout(&reading)
    checkTexts(&reading)
    checkReward(&reading)
  }

  /// The formula is read together with the rubric that it may ask for.
  private func checkReward(_ reading: inout Reading) {
    guard reading.isSound("reward"), reading.isSound("rubric") else { return }
    if reward == nil, rubric != nil {
      reading.report("reward", missing: "a formula that asks for the rubric")
    }
    do {
      _ = try rewardRule()
    } catch let fault as Rubric.Fault {
      reading.report("rubric", found: Quote.found(rubric ?? "") + " (\(fault))", expected: "criteria")
    } catch {
      reading.report(
        "reward", found: Quote.found(reward ?? "") + " (at \(error))", expected: "a bounded formula")
    }
  }

  private func checkTexts(_ reading: inout Reading) {
    let names = endpoints.map(\.name)
    guard let name = texts.embeddings, reading.isSound("texts.embeddings"), !names.contains(name) else {
      return
    }
    let hint = EditDistance.nearest(to: name, among: names).map { " such as \"\($0)\"" } ?? ""
    reading.report(
      "texts.embeddings", found: "\(Quote.found(name)), which no endpoint is called",
      expected: "the name of an endpoint\(hint)")
  }

  private func checkRollout(_ reading: inout Reading) {
    guard rollout.policy == nil, reading.isSound("rollout.policy") else { return }
    // The example file gives the standard terms and no policy.
    let standard = RolloutTerms()
    if rollout.share != standard.share || rollout.margin != standard.margin
      || rollout.level != standard.level || rollout.minimum != standard.minimum
      || rollout.promotes != standard.promotes
    {
      reading.report("rollout.policy", missing: "the policy to try, or none of its terms")
    }
  }

  private func checkRamp(_ reading: inout Reading) {
    let steps = health.rampSteps
    let ascends = zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 }
    if reading.isSound("health.ramp-steps"), !ascends || steps.last != 1 {
      let found = Shown.list(steps.map { .text(Kind.positive.write($0)) })
      reading.report("health.ramp-steps", found: found.inline, expected: "growing steps, the last of them 1")
    }
  }
}

extension Reading {
  /// Reports every name that an earlier key has too.
  ///
  /// - Parameter what: what the names are of.
  mutating func report(duplicatesAmong names: [(key: String, name: String)], of what: String) {
    var first: [String: String] = [:]
    for (key, name) in names where !name.isEmpty {
      if let earlier = first[name] {
        report(key, found: "\(Quote.found(name)) as in \(earlier)", expected: "\(what) only once")
      } else {
        first[name] = key
      }
    }
  }

  /// Reports every member that a list has twice.
  mutating func report(repeatedIn list: [String], _ key: String, of what: String) {
    guard isSound(key) else { return }
    let names = list.enumerated().map { (key: "\(key)[\($0.offset)]", name: $0.element) }
    report(duplicatesAmong: names, of: what)
  }
}
