import MusterCore

/// A fault that cannot be read.
public struct FaultError: Error, Equatable, Sendable, CustomStringConvertible {
  public var text: String
  public var found: String
  public var expected: String
  public var description: String { "fault \"\(text)\": found \(found), expected \(expected)" }
}

/// Faults as people write them, seconds for every time:
/// `crash(agent: 2, at: 60, for: 30); flaky(agent: 0, probability: 0.3, at: 10, for: 100)`.
extension FaultPlan {
  /// One line a kind: its name, its parameters, what it does.
  public static let grammar: [(form: String, meaning: String)] = [
    ("crash(agent, at, for)", "the agent dies with its work and comes back"),
    ("slow(agent, factor, at, for)", "work begun on the agent takes `factor` times as long"),
    ("flaky(agent, probability, at, for)", "work begun on the agent fails with this probability"),
    (
      "partition(agent, at, for)",
      "nothing passes to or from the agent; it works on and reports when it heals"
    ),
    ("late(probability, delay, at, for)", "reports of all agents come up to `delay` late"),
    ("duplicate(probability, at, for)", "reports of all agents come twice"),
    ("jump(by, at)", "the engine's clock jumps, forwards or back"),
    ("departure(fraction, at, for)", "this share of the agents leaves at once and comes back"),
  ]

  public init(parsing text: String) throws(FaultError) {
    var faults: [Fault] = []
    for part in text.split(separator: ";") {
      let trimmed = FaultPlan.trim(part)
      if !trimmed.isEmpty { faults.append(try FaultPlan.parse(trimmed)) }
    }
    self.init(faults)
  }

  private static func trim(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  private static func parse(_ text: String) throws(FaultError) -> Fault {
    guard let open = text.firstIndex(of: "("), text.last == ")" else {
      throw FaultError(
        text: text, found: "no parentheses", expected: "a fault such as crash(agent: 2, at: 60, for: 30)")
    }
    let name = trim(text[..<open])
    var values: [String: Double] = [:]
    for argument in text[text.index(after: open)..<text.index(before: text.endIndex)].split(separator: ",") {
      let pair = argument.split(separator: ":", maxSplits: 1)
      guard pair.count == 2 else {
        throw FaultError(text: text, found: "\"\(trim(argument))\"", expected: "name: number")
      }
      guard let value = Double(trim(pair[1])), value.isFinite else {
        throw FaultError(text: text, found: "\"\(trim(pair[1]))\" for \(trim(pair[0]))", expected: "a number")
      }
      values[trim(pair[0])] = value
    }
    guard let form = grammar.first(where: { $0.form.hasPrefix(name + "(") })?.form else {
      let known = grammar.map { $0.form.prefix { $0 != "(" } }.joined(separator: ", ")
      throw FaultError(text: text, found: "\"\(name)\"", expected: "one of \(known)")
    }
    func take(_ key: String) throws(FaultError) -> Double {
      guard let value = values.removeValue(forKey: key) else {
        throw FaultError(text: text, found: "no \(key)", expected: form)
      }
      return value
    }
    func takeAgent() throws(FaultError) -> Int {
      let value = try take("agent")
      guard value >= 0, value < 1e9, value == value.rounded() else {
        throw FaultError(text: text, found: "agent \(value)", expected: "the number of an agent, from 0")
      }
      return Int(value)
    }
    func takeShare(_ key: String) throws(FaultError) -> Double {
      let value = try take(key)
      guard value >= 0, value <= 1 else {
        throw FaultError(text: text, found: "\(key) \(value)", expected: "a share in 0...1")
      }
      return value
    }
    func takeSeconds(_ key: String, signed: Bool = false) throws(FaultError) -> Nanoseconds {
      let value = try take(key)
      guard abs(value) < 9e9, signed || value >= 0 else {
        throw FaultError(text: text, found: "\(key) \(value)", expected: "seconds")
      }
      return Nanoseconds((value * 1e9).rounded())
    }
    let kind: Fault.Kind
    switch name {
    case "crash": kind = .crash(agent: try takeAgent())
    case "slow":
      let factor = try take("factor")
      guard factor > 0 else { throw FaultError(text: text, found: "factor \(factor)", expected: "above 0") }
      kind = .slowDown(agent: try takeAgent(), factor: factor)
    case "flaky": kind = .flaky(agent: try takeAgent(), probability: try takeShare("probability"))
    case "partition": kind = .partition(agent: try takeAgent())
    case "late":
      kind = .lateReports(probability: try takeShare("probability"), delay: try takeSeconds("delay"))
    case "duplicate": kind = .duplicateReports(probability: try takeShare("probability"))
    case "jump": kind = .clockJump(by: try takeSeconds("by", signed: true))
    default: kind = .massDeparture(fraction: try takeShare("fraction"))
    }
    let at = Instant(try takeSeconds("at"))
    let duration = name == "jump" ? 0 : try takeSeconds("for")
    if let extra = values.keys.sorted().first {
      throw FaultError(text: text, found: "parameter \"\(extra)\"", expected: form)
    }
    return Fault(kind, at: at, duration: duration)
  }

  /// The plan as text that ``init(parsing:)`` reads back as the same plan.
  public var text: String { faults.map(\.text).joined(separator: "; ") }

  /// The first agent number that a pool of `count` agents does not have.
  public func firstUnknownAgent(of count: Int) -> Int? {
    faults.lazy.compactMap(\.agent).first { $0 >= count }
  }
}

extension Fault {
  /// As ``FaultPlan/init(parsing:)`` reads it.
  public var text: String {
    func seconds(_ time: Nanoseconds) -> String { "\(Double(time) / 1e9)" }
    let when = "at: \(seconds(at.nanoseconds)), for: \(seconds(duration))"
    switch kind {
    case .crash(let agent): return "crash(agent: \(agent), \(when))"
    case .slowDown(let agent, let factor): return "slow(agent: \(agent), factor: \(factor), \(when))"
    case .flaky(let agent, let probability):
      return "flaky(agent: \(agent), probability: \(probability), \(when))"
    case .partition(let agent): return "partition(agent: \(agent), \(when))"
    case .lateReports(let probability, let delay):
      return "late(probability: \(probability), delay: \(seconds(delay)), \(when))"
    case .duplicateReports(let probability): return "duplicate(probability: \(probability), \(when))"
    case .clockJump(let by): return "jump(by: \(seconds(by)), at: \(seconds(at.nanoseconds)))"
    case .massDeparture(let fraction): return "departure(fraction: \(fraction), \(when))"
    }
  }
}
