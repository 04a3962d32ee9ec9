/// What a word learns of apart, as its parameter `by` says.
extension Parameter {
  static let learnedApart = Parameter(
    "by", .choice(["agent", "kind"]), standard: .name("agent"),
    meaning: "What is learned of apart: each agent, or each agent on each kind of task.")
}

extension Arguments {
  /// Whether each agent is learned of on each kind of task; else each agent as a whole.
  var isByKind: Bool { choice("by") == "kind" }
}
