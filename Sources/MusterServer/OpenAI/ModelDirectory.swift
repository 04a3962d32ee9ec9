import MusterCore
import MusterWire

/// Which models and pools callers may name, and which skills each demands of an agent.
struct ModelDirectory: Sendable {
  /// Names of models, and of pools, that are not hidden by a model.
  private(set) var models: [String] = []
  private var pools: Set<String> = []
  private var names: Set<String> = []
  /// Sizes of context that some agent is limited to, rising: a request demands the class that it needs.
  private(set) var contexts: [Int] = []
  let created: Int64

  /// Any model will do.
  static let auto = "auto"

  init(_ settings: Settings, createdAt: Int64) {
    created = createdAt
    for endpoint in settings.agentEndpoints {
      for model in endpoint.callableModels where names.insert(model).inserted { models.append(model) }
    }
    for agent in settings.simulated where names.insert(agent.name).inserted { models.append(agent.name) }
    pools = Set(settings.agentEndpoints.flatMap(\.pools) + settings.simulated.flatMap(\.pools))
    contexts = Set(settings.endpoints.compactMap(\.limits.context)).sorted()
  }

  /// The skills that a request for the model demands.
  /// - Throws: `model_not_found`.
  func skills(for model: String, tokens: Int) throws -> [String] {
    var skills = [AgentSkill.openAI]
    if names.contains(model) {
      skills.append(AgentSkill.model(model))
    } else if pools.contains(model) {
      skills.append(AgentSkill.pool(model))
    } else if model != Self.auto {
      throw APIFailure(
        .modelNotFound,
        "found \"\(model.prefix(80))\", expected auto, a pool, or a model that GET /v1/models lists",
        parts: [.init(pointer: "/model", detail: "not known")])
    }
    if let last = contexts.last {
      // More than any limit that is known: only agents without a limit will do.
      skills.append(AgentSkill.context(contexts.first { $0 >= tokens } ?? last + 1))
    }
    return skills
  }

  /// The context skills of an agent with this limit, or with none.
  func contextSkills(limit: Int?) -> [String] {
    guard let last = contexts.last else { return [] }
    return (contexts + [last + 1]).filter { $0 <= limit ?? .max }.map(AgentSkill.context)
  }

  /// What `/v1/models` lists: `auto` first.
  var listed: [ListedModel] {
    ([Self.auto] + pools.subtracting(names).sorted() + models).map {
      ListedModel(id: $0, created: created, ownedBy: "muster")
    }
  }
}
