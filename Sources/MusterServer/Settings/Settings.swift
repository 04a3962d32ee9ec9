/// All that `muster serve` can be told: defaults until they are loaded.
///
/// Durations are in nanoseconds, sizes in bytes, money in micro-dollars.
public struct Settings: SettingsSection {
  public var server = ServerSettings()
  public var log = LogSettings()
  /// A sentence or a shorthand; what has been loaded is one that the catalogue knows.
  public var policy = "feasible | least-loaded(by: tasks) | power-of-two"
  /// The file of what the policy begins with; nil for nothing.
  public var learned: String?
  public var rollout = RolloutTerms()
  /// What counts for policies: a formula over outcomes; nil for rewards as reported.
  public var reward: String?
  /// What the field `rubric` of the formula means; nil for none.
  public var rubric: String?
  /// A sentence that decides beside the policy and is never obeyed; nil for none.
  public var shadow: String?
  public var texts = TextSettings()
  public var engine = EngineSettings()
  public var auth = AuthSettings()
  public var pools = ["default"]
  public var tenants: [TenantSettings] = []
  public var endpoints: [EndpointSettings] = []
  public var processes: [ProcessSettings] = []
  public var simulated: [SimulatedSettings] = []
  public var verify: [VerifySettings] = []
  public var webhooks = WebhookSettings()
  public var health = HealthSettings()
  public var observability = ObservabilitySettings()
  public var cluster = ClusterSettings()
  /// What works, but is likely not meant.
  public internal(set) var warnings: [SettingsProblem] = []

  public init() {}

  /// The one table of keys: loading, the reference, the example and the dump all go by it.
  static let fields: [Field<Settings>] = [
    .section("server", \.server, "Where the server listens, and what it lets in."),
    .section("log", \.log, "Where facts are kept."),
    .value("policy", \.policy, .sentence, "Which agent gets which task: see `muster policies`."),
    .optional(
      "learned", \.learned, .path, example: "thompson.learned",
      "What the policy begins with where the log holds nothing that it learned: a file of `muster replay "
        + "--save-learned` or `muster fit router`, for the same words and the same numbers of agents and kinds."
    ),
    .optional(
      "reward", \.reward, .text("formula"), example: "succeeded - 0.2*sqrt(seconds) - 0.15*dollars",
      "What counts for policies, over what is known of an outcome; without it, rewards as reported."),
    .optional(
      "rubric", \.rubric, .text("rubric"), example: "foundation correct 2; bonus clear 1 on correct",
      "The criteria behind the field rubric of the reward, with semicolons between them."),
    .section("rollout", \.rollout, "A new policy on a share of the tasks, with a way back."),
    .optional(
      "shadow", \.shadow, .sentence, example: "feasible | cheapest | best",
      "A policy that is asked beside the first, never obeyed, and compared with it."),
    .section("texts", \.texts, "How tasks' texts are read, for policies that choose by them."),
    .section("engine", \.engine, "How tasks and agents are kept."),
    .section("auth", \.auth, "Who may call."),
    .values(
      "pools", \.pools, .name, example: ["default"],
      "The pools that agents may belong to and callers ask for."),
    .records("tenants", \.tenants, "The terms on which tenants share the pool; others have the defaults."),
    .records("endpoints", \.endpoints, "Agents that speak the OpenAI protocol."),
    .records("processes", \.processes, "Agents that are programs of this machine."),
    .records("simulated", \.simulated, "Agents that only pretend, for demonstrations and tests."),
    .records(
      "verify", \.verify,
      "Who judges answers before they count; a rejected one goes to another agent. "
        + "Streams pass unverified."),
    .section("webhooks", \.webhooks, "Calls that tell of ended tasks."),
    .section("health", \.health, "When an agent is taken out of service, and how it comes back."),
    .section("observability", \.observability, "What the server tells of itself."),
    .section("cluster", \.cluster, "Several servers over one PostgreSQL log."),
  ]

  /// The endpoint that makes embeddings for the policy; nil for none.
  var embedder: EndpointSettings? { endpoints.first { $0.name == texts.embeddings } }
  /// The endpoints that are agents: all but that one.
  var agentEndpoints: [EndpointSettings] { endpoints.filter { $0.name != texts.embeddings } }

  /// Whether calls need an API key: as told, or else wherever others than this machine can reach the server.
  public var requiresAuth: Bool { auth.required ?? !HostName.isLoopback(server.host) }
}
