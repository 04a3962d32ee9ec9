import Crypto
import Foundation
import MusterCore

/// A task as it was submitted, before its names are numbers.
struct TaskDraft: Sendable {
  var kind = "default"
  var skills: [String] = []
  var resources: [(name: String, amount: Int64)] = []
  var deviceCount: Int64 = 0
  var deviceMilli: Int64 = 1000
  var deviceModels: [String] = []
  var value = 1.0
  var priority: Int16 = 0
  /// From now.
  var deadlineIn: Nanoseconds?
  var patience = Task.forever
  var budget = Task.unlimited
  var retry = RetryRule(elsewhere: true)
  var givenRetry = GivenRetry()
  var gang: String?
  /// How it is put to several agents; nil for one.
  var ask: AskDraft?
  var inputTokens: Int32 = 0
  var outputTokenLimit: Int32 = 0
  var timeLimit: Nanoseconds = 0
  var features: [Float] = []
  /// What its text became, for a policy that chooses by it.
  var text: TextReader.Reading?
  /// Numbers of tasks, or `#N` for the N-th of the same batch, from 0.
  var dependencies: [String] = []
  var tenant: String?
  /// A model, a pool of models, or `auto`: then the input is the body of a chat completion.
  var model: String?
  var idempotencyKey: String?
  var extras = TaskExtras()

  /// What of ``retry`` the caller set.
  struct GivenRetry: Sendable {
    var attempts = false
    var backoff = false
  }

  /// Reads a task. Every mistake is found before it is refused.
  init(_ bytes: [UInt8], at pointer: String = "", idempotencyKey header: String? = nil) throws {
    var fields = try JSONFields(bytes, at: pointer)
    kind = fields.label("kind") ?? kind
    skills = fields.strings("skills") ?? []
    if var demand = fields.object("demand") {
      for name in demand.allNames() {
        guard let amount = demand.integer(name, in: 0...(1 << 40)) else { continue }
        resources.append((name, amount))
      }
      fields.absorb(demand)
    }
    if var devices = fields.object("devices") {
      deviceCount = devices.integer("count", in: 0...Int64(Devices.limit)) ?? 1
      deviceMilli = devices.integer("milli_each", in: 1...1000) ?? 1000
      deviceModels = devices.strings("models") ?? []
      fields.absorb(devices)
    }
    value = fields.number("value", in: -1e12...1e12) ?? value
    priority = Int16(fields.integer("priority", in: -1000...1000) ?? 0)
    deadlineIn = fields.duration("deadline_in")
    patience = fields.duration("patience") ?? patience
    budget = fields.dollars("budget_usd") ?? budget
    if var retry = fields.object("retry") {
      givenRetry = GivenRetry(attempts: retry.has("attempts"), backoff: retry.has("backoff"))
      self.retry.attempts = UInt16(retry.integer("attempts", in: 1...1000) ?? Int64(self.retry.attempts))
      self.retry.backoff = retry.duration("backoff") ?? self.retry.backoff
      self.retry.backoffLimit = retry.duration("backoff_limit") ?? self.retry.backoffLimit
      self.retry.jitter = Float(retry.number("jitter", in: 0...1) ?? Double(self.retry.jitter))
      self.retry.elsewhere = retry.boolean("elsewhere") ?? true
      fields.absorb(retry)
    }
    gang = fields.label("gang")
    if var ask = fields.object("ask") {
      self.ask = AskDraft(&ask)
      if gang != nil { ask.problem("agents", "expected a task without a gang") }
      fields.absorb(ask)
    }
    inputTokens = Int32(fields.integer("input_tokens", in: 0...1_000_000_000) ?? 0)
    outputTokenLimit = Int32(fields.integer("output_token_limit", in: 0...1_000_000_000) ?? 0)
    timeLimit = fields.duration("time_limit") ?? 0
    features = (fields.numbers("features") ?? []).map(Float.init)
    dependencies = fields.strings("depends_on") ?? []
    tenant = fields.label("tenant")
    model = fields.label("model")
    idempotencyKey = fields.label("idempotency_key") ?? header
    extras.input = fields.raw("input") ?? []
    if let metadata = fields.raw("metadata") {
      if metadata.first == UInt8(ascii: "{") {
        extras.metadata = metadata
      } else if metadata != Array("null".utf8) {
        fields.problem("metadata", "expected an object")
      }
    }
    extras.webhook = fields.string("webhook", longest: 2048)
    try fields.check()
    if idempotencyKey != nil {
      extras.digest = SHA256.hash(data: bytes).withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    }
  }
}

extension TaskDraft {
  /// How many numbers it takes: its own, and one for each run that it may ask for.
  var idCount: UInt64 { 1 + UInt64(ask?.count ?? 0) }

  /// The task itself, its names made known.
  /// - Parameter batch: the ids of all tasks that are submitted with it, in their order.
  func task(
    _ id: TaskID, tenant: TenantID, gang: GangID, batch: [TaskID], in session: inout Session
  ) throws -> Task {
    var demand = Demand()
    for (name, amount) in resources {
      demand.resources[Int(try session.intern(Self.lane(name), in: .resource))] = amount
    }
    var indices: [Int] = []
    switch model {
    case nil: indices.append(Int(try session.intern(AgentSkill.work, in: .skill)))
    case "auto": indices.append(Int(try session.intern(AgentSkill.openAI, in: .skill)))
    case .some(let name): indices.append(Int(try modelSkill(name, in: session)))
    }
    for skill in skills { indices.append(Int(try session.intern(skill, in: .skill))) }
    demand.skills = SkillSet(indices)
    if deviceCount > 0 {
      demand.devices = DeviceDemand(count: UInt8(deviceCount), milliEach: Int16(deviceMilli))
      for model in deviceModels { demand.models |= 1 << UInt64(try session.intern(model, in: .deviceModel)) }
    }
    var task = Task(id: id, tenant: tenant, kind: KindID(try session.intern(kind, in: .kind)), demand: demand)
    task.value = value
    task.priority = priority
    if let deadlineIn { task.deadline = session.now + deadlineIn }
    task.patience = patience
    task.budget = budget
    task.retry = retry
    task.gang = gang
    task.ask = ask?.ask(after: id)
    task.inputTokens = inputTokens
    task.outputTokenLimit = outputTokenLimit
    task.timeLimit = timeLimit
    task.features = features
    task.take(text)
    task.idempotencyKey = idempotencyKey
    task.dependencies = try dependencies.map { reference in
      if reference.hasPrefix("#"), let index = IDText.number(reference.dropFirst()) {
        guard let known = batch.indices.contains(Int(clamping: index)) ? batch[Int(index)] : nil else {
          throw APIFailure(
            .notFound, "/depends_on: there is no task \(reference) in a batch of \(batch.count)")
        }
        return known
      }
      guard let number = IDText.number(reference) else {
        throw APIFailure(
          .invalidRequest,
          "/depends_on: found \"\(reference.prefix(40))\", expected a task's id, or #N for a task of the batch"
        )
      }
      return TaskID(number)
    }
    return task
  }

  /// The skill of a model or a pool that some agent has.
  private func modelSkill(_ name: String, in session: Session) throws -> UInt32 {
    let vocabulary = session.state.orchestrator.engine.vocabulary
    guard
      let index = vocabulary.index(of: AgentSkill.model(name), in: .skill)
        ?? vocabulary.index(of: AgentSkill.pool(name), in: .skill)
    else {
      throw APIFailure(
        .modelNotFound,
        "/model: found \"\(name.prefix(80))\", expected auto, a pool, or a model that GET /v1/models lists")
    }
    return index
  }

  /// `cpu_milli` and the like are the fixed lanes; other names are their own.
  static func lane(_ name: String) -> String {
    switch name {
    case "cpu_milli": "cpu"
    case "memory_mib": "memory"
    case "disk_mib": "disk"
    default: name
    }
  }

  static func field(_ lane: String) -> String {
    switch lane {
    case "cpu": "cpu_milli"
    case "memory": "memory_mib"
    case "disk": "disk_mib"
    default: lane
    }
  }
}

/// Skills that the server gives to agents by what they are.
enum AgentSkill {
  /// Takes tasks of the native API.
  static let work = "@work"
  /// Takes requests of the OpenAI-compatible face.
  static let openAI = "@openai"
  /// Answers for the model.
  static func model(_ name: String) -> String { "@model:\(name)" }
  /// Belongs to the pool of models.
  static func pool(_ name: String) -> String { "@pool:\(name)" }
  /// Has room for at least so many tokens of context.
  static func context(_ tokens: Int) -> String { "@context:\(tokens)" }
}
