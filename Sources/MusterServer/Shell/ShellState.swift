import MusterCore
import MusterMath
import MusterStore

/// Everything that the log says: the engine under its policy, and the server's own annex.
public struct ShellState: Sendable {
  public var orchestrator: Orchestrator
  public var annex: Annex
  /// Where the next fact will stand in the log.
  public var position: UInt64
  /// The number for the next task: beyond those of all tasks so far and of all runs that they may still ask for.
  public private(set) var nextTask: UInt64 = 1
  /// Why the policy could not take up what the one before it had learned; nil if it could.
  public var startedAfresh: String?

  /// The state before the first fact.
  public init(_ configuration: EngineConfiguration, policy: any Policy) {
    var orchestrator = Orchestrator(engine: Engine(configuration), policy: policy)
    orchestrator.collectsEffects = true
    self.orchestrator = orchestrator
    annex = Annex()
    position = 0
  }

  init(
    engine: Engine, annex: Annex, position: UInt64, policy: any Policy, startedAfresh: String? = nil
  ) {
    self.startedAfresh = startedAfresh
    orchestrator = Orchestrator(engine: engine, policy: policy)
    orchestrator.collectsEffects = true
    self.annex = annex
    self.position = position
    nextTask = engine.totals.submitted + 1
    for row in engine.tasks.occupiedRows { reserveNumbers(of: engine.tasks.specs[row]) }
    for held in annex.held.values.sorted(by: { $0.lease < $1.lease }) {
      orchestrator.noteAnswer(on: held.lease, at: held.at)
    }
  }

  private mutating func reserveNumbers(of task: Task) {
    let last = task.ask?.copies.max() ?? task.id
    nextTask = max(nextTask, max(task.id, last).rawValue + 1)
  }

  /// Takes a fact into what is kept beside the engine, which has it already.
  /// - Returns: the event that callers see of it, with its task.
  mutating func note(_ fact: Fact) -> (TaskID, TaskEvent)? {
    if case .noted(_, let tag, let bytes) = fact.event, let answer = AnswerNote(tag: tag, bytes) {
      orchestrator.noteAnswer(on: answer.lease, at: answer.at)
    }
    if case .submitted(let task) = fact.event { reserveNumbers(of: task) }
    defer { position += 1 }
    return annex.apply(
      fact, at: position, retention: orchestrator.engine.configuration.retention)
  }
}

/// A log that does not give a state.
public enum RecoveryError: Error, CustomStringConvertible {
  case log(LogError)
  case record(UInt64, String)
  case snapshot(UInt64, String)

  public var description: String {
    switch self {
    case .log(let error): "\(error)"
    case .record(let position, let what): "log record \(position): \(what)"
    case .snapshot(let position, let what): "log snapshot at \(position): \(what)"
    }
  }
}

extension ShellState {
  /// "MUSTSRV"; the version of the form follows.
  private static let magic: [UInt8] = [0x4d, 0x55, 0x53, 0x54, 0x53, 0x52, 0x56]
  /// Version 1 has no learned state, version 2 no reports that are held.
  private static let version: UInt8 = 3

  /// The state as bytes: magic, version, the engine's snapshot, the annex, what the policy learned, CRC-32C of all
  /// before it.
  public func snapshot() -> [UInt8] {
    var writer = ByteWriter(capacity: 4096)
    writer.raw(Self.magic)
    writer.byte(Self.version)
    writer.bytes(orchestrator.engine.snapshot())
    annex.encode(into: &writer)
    writer.bytes(orchestrator.policy.snapshot())
    writer.fixed32(Checksum.crc32c(writer.bytes))
    return writer.bytes
  }

  /// The engine's part of a snapshot of the server, or nil if the bytes are something else.
  public static func engineSnapshot(in bytes: [UInt8]) -> [UInt8]? {
    guard bytes.starts(with: magic), bytes.count > magic.count else { return nil }
    var reader = ByteReader(bytes[(magic.count + 1)...])
    return try? reader.bytes()
  }

  /// The state that a log says: its newest snapshot and the facts after it.
  ///
  /// The engine is set as the log says, then put under `configuration` if that is another: limits, terms and
  /// retention may change from one start to the next, the seed stays. The policy takes up what one of its words had
  /// learned by the snapshot, and learns from the facts after it what it learned when they happened.
  /// - Parameter policy: one that has learned nothing but what it is to begin with.
  /// - Returns: the state, and whether it was put under a new configuration, which calls for a snapshot, because
  ///   the facts that follow are decided under it.
  public static func recover(
    from log: any Log, configuration: EngineConfiguration, policy: any Policy
  ) async throws(RecoveryError) -> (state: ShellState, isReconfigured: Bool) {
    let stored: LogSnapshot?
    let end: LogPosition
    do {
      stored = try await log.latestSnapshot()
      end = try await log.end
    } catch { throw .log(error) }
    var state: ShellState
    if let stored {
      state = try restore(stored, policy: policy)
    } else {
      state = ShellState(configuration, policy: policy)
    }
    while state.position < end.recordsBefore {
      let records: [LogRecord]
      do {
        records = try await log.read(from: LogPosition(state.position), limit: 4096)
      } catch { throw .log(error) }
      if records.isEmpty { break }
      for record in records {
        let fact: Fact
        do {
          fact = try FactCodec.decode(record.bytes)
          try state.orchestrator.replay(fact)
        } catch { throw .record(state.position, "\(error)") }
        _ = state.note(fact)
      }
    }
    var wanted = configuration
    let found = state.orchestrator.engine.configuration
    wanted.seed = found.seed
    if wanted != found {
      let engine: Engine
      do { engine = try state.orchestrator.engine.reconfigured(wanted) } catch {
        throw .snapshot(state.position, "\(error)")
      }
      let learned = state.orchestrator.policy
      state = ShellState(
        engine: engine, annex: state.annex, position: state.position, policy: learned,
        startedAfresh: state.startedAfresh)
    }
    return (state, stored == nil || wanted != found)
  }

  /// Gives the policy what was learned; one of other words starts afresh, and so does one of which nothing is there:
  /// with what it was given to begin with.
  private mutating func restore(_ learned: [UInt8]) {
    if learned.isEmpty { return }
    var policy = orchestrator.policy
    do {
      try policy.restore(learned)
      orchestrator.replace(policy: policy)
    } catch { startedAfresh = "\(error)" }
  }

  private static func restore(_ stored: LogSnapshot, policy: any Policy) throws(RecoveryError) -> ShellState {
    let position = stored.position.recordsBefore
    let bytes = stored.bytes
    // A log that `muster replay --log` wrote begins with the engine's snapshot alone.
    guard bytes.starts(with: magic) else {
      do {
        return ShellState(
          engine: try Engine(snapshot: bytes), annex: Annex(), position: position, policy: policy)
      } catch { throw .snapshot(position, "\(error)") }
    }
    do {
      guard bytes.count > magic.count + 4 else { throw ByteError.truncated(at: bytes.count, needed: 4) }
      let end = bytes.count - 4
      var tail = ByteReader(bytes[end...])
      let expected = try tail.fixed32()
      let found = Checksum.crc32c(Array(bytes[..<end]))
      guard found == expected else {
        throw RecoveryError.snapshot(position, "found check sum \(found), expected \(expected)")
      }
      var reader = ByteReader(bytes[magic.count..<end])
      let version = try reader.byte()
      guard version <= Self.version else {
        throw RecoveryError.snapshot(
          position, "found version \(version), expected at most \(Self.version): it is of a later release")
      }
      let engine = try Engine(snapshot: try reader.bytes())
      let annex = try Annex(from: &reader, hasHeld: version >= 3)
      let learned = version >= 2 ? try reader.bytes() : []
      try reader.expectEnd()
      var state = ShellState(engine: engine, annex: annex, position: position, policy: policy)
      state.restore(learned)
      return state
    } catch let error as RecoveryError {
      throw error
    } catch {
      throw .snapshot(position, "\(error)")
    }
  }
}
