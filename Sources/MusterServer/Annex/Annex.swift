import MusterCore
import MusterMath

/// What the server remembers beside the engine: inputs and outputs, histories, agents' names, keys. Like the
/// engine's state it is what the log says and nothing else.
public struct Annex: Sendable {
  /// By task number.
  public private(set) var tasks: [UInt64: TaskNotes] = [:]
  /// Agents by name.
  public private(set) var agentIDs: [String: AgentID] = [:]
  public private(set) var drivers: [AgentID: AgentDriverKind] = [:]
  public private(set) var keys: [UInt64: APIKey] = [:]
  /// Grows with every change of the keys.
  public private(set) var keyChanges: UInt64 = 0
  /// Tasks whose webhook has not been told everything.
  public private(set) var untold: Set<UInt64> = []
  /// Reports that a verdict is awaited on, by task number.
  public private(set) var held: [UInt64: HeldReport] = [:]
  private var ended: [UInt64] = []
  private var endedHead = 0

  public init() {}

  /// The number for the next key.
  public var nextKey: UInt64 { UInt64(keys.count) + 1 }

  /// The number of the next agent that has not joined before.
  public var nextAgent: AgentID { AgentID(UInt64(agentIDs.count) + 1) }

  /// Takes a fact in.
  /// - Parameters:
  ///   - position: where it stands in the log.
  ///   - retention: how many ended tasks are kept, as the engine is set.
  /// - Returns: the event that callers see of it, with its task; nil for facts that are not about a task's state.
  @discardableResult
  public mutating func apply(_ fact: Fact, at position: UInt64, retention: Int) -> (TaskID, TaskEvent)? {
    func event(_ kind: TaskEvent.Kind, _ lease: LeaseID = .none, _ agent: AgentID = AgentID(0)) -> TaskEvent {
      TaskEvent(position: position, at: fact.at, kind: kind, lease: lease, agent: agent)
    }
    switch fact.event {
    case .agentJoined(let agent), .agentChanged(let agent):
      agentIDs[agent.name] = agent.id
      return nil
    case .noted(let subject, let tag, let bytes):
      take(note: tag, of: subject, bytes)
      guard tag == NoteTag.held.rawValue, let held = held[subject] else { return nil }
      return record(TaskID(subject), event(.answered, held.lease))
    case .submitted(let task):
      return record(task.id, event(.submitted))
    case .explained(let decision, let task, let explanation):
      tasks[task.rawValue]?.explain(decision, explanation)
      return nil
    case .leased(let lease):
      tasks[lease.task.rawValue]?.choose(lease, at: fact.at)
      return record(lease.task, event(.leased, lease.id, lease.agent))
    case .started(let lease, let task):
      return record(task, event(.started, lease))
    case .revoked(let lease, let task, _, _):
      release(task)
      return record(task, event(.revoked, lease))
    case .attemptFailed(let lease, let task, _, _, _):
      release(task)
      return record(task, event(.attemptFailed, lease))
    case .retried(let task):
      return record(task, event(.retried))
    case .ended(let ending):
      release(ending.task)
      defer { retire(ending.task.rawValue, retention: retention) }
      return record(ending.task, event(TaskEvent.Kind(ending.end), ending.lease))
    case .feedback(let task, _):
      return record(task, event(.feedback))
    default:
      return nil
    }
  }

  private mutating func record(_ task: TaskID, _ event: TaskEvent) -> (TaskID, TaskEvent) {
    tasks[task.rawValue, default: TaskNotes()].history.append(event)
    if tasks[task.rawValue]?.extras?.webhook != nil { untold.insert(task.rawValue) }
    return (task, event)
  }

  /// The lease that a report is held for is over.
  private mutating func release(_ task: TaskID) {
    if !held.isEmpty { held[task.rawValue] = nil }
  }

  /// What a fact that calls a run off leaves to be paid: the run had been answered, and its verdict was awaited.
  func bill(_ fact: Fact) -> Report? {
    guard case .ended(let ending) = fact.event, ending.reason == .calledOff,
      let report = held[ending.task.rawValue], report.lease == ending.lease
    else { return nil }
    return Report(lease: report.lease, task: ending.task, succeeded: false, cost: report.cost)
  }

  private mutating func retire(_ task: UInt64, retention: Int) {
    tasks[task]?.extras?.input = []
    ended.append(task)
    guard ended.count - endedHead > retention else { return }
    let oldest = ended[endedHead]
    endedHead += 1
    if endedHead > 1024 && endedHead * 2 > ended.count {
      ended.removeFirst(endedHead)
      endedHead = 0
    }
    tasks[oldest] = nil
    untold.remove(oldest)
  }

  private mutating func take(note tag: UInt8, of subject: UInt64, _ bytes: [UInt8]) {
    // A note of a later release, or a damaged one, is passed over: nothing in the engine hangs on it.
    guard let tag = NoteTag(rawValue: tag) else { return }
    var reader = ByteReader(bytes)
    switch tag {
    case .extras:
      guard let extras = try? TaskExtras(from: &reader) else { return }
      tasks[subject, default: TaskNotes()].extras = extras
      if extras.webhook != nil { untold.insert(subject) }
    case .output: tasks[subject]?.output = bytes.isEmpty ? nil : bytes
    case .failure: tasks[subject]?.failure = String(decoding: bytes, as: UTF8.self)
    case .webhookDelivered:
      guard let told = try? reader.varint() else { return }
      tasks[subject]?.webhookDelivered = told
      if (tasks[subject]?.history.last?.position ?? 0) < told { untold.remove(subject) }
    case .apiKey:
      guard let key = try? APIKey(from: &reader) else { return }
      keys[key.id] = key
      keyChanges += 1
    case .apiKeyRevoked:
      keys[subject]?.isRevoked = true
      keyChanges += 1
    case .agentDriver:
      guard let kind = bytes.first.flatMap(AgentDriverKind.init) else { return }
      drivers[AgentID(subject)] = kind
    case .held: held[subject] = try? HeldReport(from: &reader)
    case .verdict: tasks[subject]?.verdict = try? TaskVerdict(from: &reader)
    case .answered: return
    }
  }
}

extension Annex {
  /// As bytes, in an order that does not depend on hashing.
  func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(agentIDs.count))
    for (name, id) in agentIDs.sorted(by: { $0.value < $1.value }) {
      writer.string(name)
      writer.varint(id.rawValue)
      writer.byte(drivers[id]?.rawValue ?? AgentDriverKind.pull.rawValue)
    }
    writer.varint(UInt64(keys.count))
    for key in keys.values.sorted(by: { $0.id < $1.id }) {
      key.encode(into: &writer)
      writer.byte(key.isRevoked ? 1 : 0)
    }
    writer.varint(UInt64(tasks.count))
    for (id, notes) in tasks.sorted(by: { $0.key < $1.key }) {
      writer.varint(id)
      notes.encode(into: &writer)
    }
    writer.varint(UInt64(ended.count - endedHead))
    for id in ended[endedHead...] { writer.varint(id) }
    writer.varint(UInt64(held.count))
    for (id, report) in held.sorted(by: { $0.key < $1.key }) {
      writer.varint(id)
      report.encode(into: &writer)
    }
  }

  /// - Parameter hasHeld: whether the bytes are of a version that tells of reports that are held.
  init(from reader: inout ByteReader, hasHeld: Bool = true) throws(ByteError) {
    for _ in 0..<(try reader.count(bytesEach: 3)) {
      let name = try reader.string()
      let id = AgentID(try reader.varint())
      agentIDs[name] = id
      drivers[id] = AgentDriverKind(rawValue: try reader.byte()) ?? .pull
    }
    for _ in 0..<(try reader.count(bytesEach: 5)) {
      var key = try APIKey(from: &reader)
      key.isRevoked = try reader.byte() != 0
      keys[key.id] = key
      keyChanges += 1
    }
    for _ in 0..<(try reader.count(bytesEach: 3)) {
      let id = try reader.varint()
      let notes = try TaskNotes(from: &reader)
      tasks[id] = notes
      if notes.extras?.webhook != nil, (notes.history.last?.position ?? 0) >= notes.webhookDelivered {
        untold.insert(id)
      }
    }
    let count = try reader.count()
    ended.reserveCapacity(count)
    for _ in 0..<count { ended.append(try reader.varint()) }
    guard hasHeld else { return }
    for _ in 0..<(try reader.count(bytesEach: 6)) {
      let id = try reader.varint()
      held[id] = try HeldReport(from: &reader)
    }
  }
}
