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
