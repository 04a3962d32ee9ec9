import MusterCore
import MusterWire

/// How the answers to one kind of task are judged before they count.
public struct VerifySettings: SettingsSection {
  /// ``anyKind`` for all kinds.
  public var kind = ""
  /// Nil for all tenants.
  public var tenant: String?
  /// The program that judges and its arguments; empty where it is none.
  public var command: [String] = []
  /// The variables of the server's environment that the program sees.
  public var environment: [String] = ["PATH", "HOME", "LANG"]
  /// The endpoint that judges; nil where it is none.
  public var agent: String?
  /// Whether the caller judges, by feedback.
  public var feedback = false
  public var attempts = 3
  public var timeout = 30 * Span.second
  public var threshold = 0.5
  /// How many verdicts are made at once.
  public var concurrency = 8

  public init() {}

  static let anyKind = "*"

  /// The call of the OpenAI-compatible face that the kind names, by its path below `/v1` or as its tasks have it.
  var endpoint: OpenAIEndpoint? {
    OpenAIEndpoint.allCases.first { $0.rawValue == kind || $0.path == "/v1/\(kind)" }
  }

  /// The kinds of task that it is for; nil among them stands for all.
  var kinds: [String?] {
    if kind == Self.anyKind { return [nil] }
    guard let endpoint, endpoint.rawValue != kind else { return [kind] }
    return [kind, endpoint.rawValue]
  }

  static let fields: [Field<VerifySettings>] = [
    .required(
      "kind", \.kind, .kindOfTask, example: "chat/completions",
      "The kind of task whose answers are judged, or \"*\" for all; for calls of /v1 chat/completions, completions, "
        + "embeddings or responses. Of several rules the one that names the kind counts."),
    .optional(
      "tenant", \.tenant, .name, example: "search", "The tenant whose tasks it is for; without it, all."),
    .values(
      "command", \.command, .text(), example: ["python3", "verify.py"],
      "A program that judges: one JSON object with task, kind, agent, attempt, input and output on standard input; "
        + "exit status 0 accepts, 1 rejects; a number from 0 to 1 on the last line of its output goes before that."
    ),
    .values(
      "environment", \.environment, .text("variable"), example: ["PATH"],
      "The variables of the server's environment that the program sees; no others."),
    .optional(
      "agent", \.agent, .name, example: "local",
      "The endpoint that judges: it is told the question and the answer, and asked for yes, no or a number from 0 "
        + "to 1. What it charges is added to the cost of the attempt."),
    .value(
      "feedback", \.feedback, .flag,
      "Whether the caller judges, by POST /api/v1/tasks/{id}/feedback; the answer is accepted where none comes. "
        + "Callers of /v1 wait for their answers and do not judge."),
    .value(
      "attempts", \.attempts, .integer(1...FailedAgents.limit),
      "How many agents answer at most; the last answer is given as it is, marked as rejected."),
    .value(
      "timeout", \.timeout, .duration(Span.millisecond...Span.longest),
      "How long a verdict may take; a verifier that takes longer is broken, and the answer counts as accepted."
    ),
    .value(
      "threshold", \.threshold, .probability,
      "From which number up an answer is accepted; a policy that goes by the number itself (cascade with thresholds, "
        + "self-verification) decides in its place."),
    .value(
      "concurrency", \.concurrency, .integer(1...1000),
      "How many verdicts are made at once; further answers wait for theirs, in the order in which they came."),
  ]
}
