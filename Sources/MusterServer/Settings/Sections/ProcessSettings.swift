import MusterCore

/// An agent that is a program of this machine: one process for each task.
public struct ProcessSettings: SettingsSection {
  public var name = ""
  /// The program and its arguments; no shell in between.
  public var command: [String] = []
  public var concurrency = 1
  public var timeout = 10 * Span.minute
  public var skills: [String] = []
  /// The kinds of task that it takes; empty for all.
  public var kinds: [String] = []
  public var pools = ["default"]
  /// The variables of the server's environment that it sees.
  public var environment: [String] = ["PATH", "HOME", "LANG"]

  public init() {}

  static let fields: [Field<ProcessSettings>] = [
    .required("name", \.name, .name, example: "summary", "What it is called."),
    .values(
      "command", \.command, .text(), example: ["python3", "agent.py"],
      "The program and its arguments; no shell in between."
    ).needed("a list: the program and its arguments") { $0.command.isEmpty },
    .value("concurrency", \.concurrency, .integer(1...10_000), "The most processes at once."),
    .value(
      "timeout", \.timeout, .duration(Span.millisecond...Span.longest),
      "A process that takes longer is ended."),
    .values("skills", \.skills, .name, example: ["python"], "The skills that tasks may demand of it."),
    .values(
      "kinds", \.kinds, .name, example: ["summary"], "The kinds of task that it takes; without it, all."),
    .values("pools", \.pools, .name, example: ["default"], "The pools that it belongs to."),
    .values(
      "environment", \.environment, .text("variable"), example: ["PATH"],
      "The variables of the server's environment that it sees; no others."),
  ]
}

/// Agents that only pretend, for demonstrations and tests.
public struct SimulatedSettings: SettingsSection {
  public var name = ""
  /// How many of them there are; more than one get their number behind the name.
  public var count = 1
  public var speed = 1.0
  /// The mean time that a task takes at speed 1.
  public var latency = Span.second
  /// The probability that a task fails.
  public var failure = 0.0
  /// Micro-dollars for each task.
  public var price: Int64 = 0
  public var concurrency = 4
  public var skills: [String] = []
  public var pools = ["default"]

  public init() {}

  static let fields: [Field<SimulatedSettings>] = [
    .required("name", \.name, .name, example: "demo", "What it is called."),
    .value(
      "count", \.count, .integer(1...100_000), "How many there are; the name gets their number behind it."),
    .value("speed", \.speed, .positive, "Work done in a second, relative to an agent of speed 1."),
    .value(
      "latency", \.latency, .duration(0...Span.day), "The mean time that a task takes at speed 1."),
    .value("failure", \.failure, .probability, "The probability that a task fails."),
    .value("price", \.price, .money, "USD for each task."),
    .value("concurrency", \.concurrency, .integer(1...1_000_000), "The most tasks of each at once."),
    .values("skills", \.skills, .name, example: ["chat"], "The skills that tasks may demand of it."),
    .values("pools", \.pools, .name, example: ["default"], "The pools that it belongs to."),
  ]
}
