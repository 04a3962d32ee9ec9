import Foundation
import MusterCore
import MusterWire

/// What the API tells of a task.
struct TaskView: Sendable {
  let spec: Task
  let record: TaskRecord
  let notes: TaskNotes?
  /// Its own, or that of the run that won.
  let output: [UInt8]?
  let tenant: String
  let kind: String
  let agent: String?
  let skills: [String]
  let resources: [(String, Int64)]
  /// What the verifier said of the latest answer, or that its word is awaited; nil where none is asked.
  let verdict: String?
  /// The runs of a task that asks several agents, and the one that it ended with.
  let runs: [TaskID]
  let winner: TaskID?
  /// Of the answers so far; nil where there are none.
  let disagreement: Double?
  /// What its tries cost, those of its runs as far as they are kept, in micro-dollars.
  let cost: Int64

  /// The verdict while it is awaited.
  static let pending = "pending"

  init?(_ id: TaskID, in session: Session) {
    let engine = session.state.orchestrator.engine
    guard let row = engine.tasks.row(of: id) else { return nil }
    self.init(row: row, engine, session.state.annex)
  }

  init(row: Int, _ engine: Engine, _ annex: Annex) {
    spec = engine.tasks.specs[row]
    record = engine.tasks.records[row]
    notes = annex.tasks[spec.id.rawValue]
    tenant = engine.vocabulary.name(spec.tenant.rawValue, in: .tenant) ?? "\(spec.tenant)"
    kind = engine.vocabulary.name(spec.kind.rawValue, in: .kind) ?? "\(spec.kind)"
    agent = record.agent >= 0 ? engine.pool.agents[Int(record.agent)].name : nil
    verdict = annex.held[spec.id.rawValue] == nil ? notes?.verdict.map { "\($0.ruling)" } : Self.pending
    let ballot = engine.tasks.ballot(of: row)
    runs = ballot?.runs.map(\.task) ?? []
    winner = record.winner(of: ballot)
    let isAnswered = ballot?.runs.contains { $0.state == .answered } ?? false
    disagreement = isAnswered ? ballot?.disagreement : nil
    cost = runs.reduce(record.spent) { sum, run in
      sum + (engine.tasks.row(of: run).map { engine.tasks.records[$0].spent } ?? 0)
    }
    output = annex.tasks[(winner ?? spec.id).rawValue]?.output
    let demand = spec.demand
    skills = engine.vocabulary.names(in: .skill).enumerated()
      .filter { demand.skills.contains($0.offset) && !$0.element.hasPrefix("@") }.map(\.element)
    resources = engine.vocabulary.names(in: .resource).enumerated()
      .filter { demand.resources[$0.offset] != 0 }.map { ($0.element, demand.resources[$0.offset]) }
  }

  /// - Parameter isWhole: with input and output, which lists leave out.
  func write(to text: inout JSONText, isWhole: Bool) {
    text.object { text in
      text.member("id", "\(spec.id)")
      text.member("status", "\(record.status)".snakeCase)
      text.member("tenant", tenant)
      text.member("kind", kind)
      text.member("priority", spec.priority)
      text.member("submitted_at", record.submittedAt.rfc3339)
      if record.status.isEnded {
        text.member("ended_at", record.endedAt.rfc3339)
        text.member("reason", "\(record.reason)".snakeCase)
        text.real("reward", record.reward)
      }
      if spec.deadline != .never { text.member("deadline", spec.deadline.rfc3339) }
      text.member("failures", record.failures)
      text.member("agent", orNull: agent)
      if record.status.holdsLease { text.member("lease", "\(record.lease)") }
      if let verdict { text.member("verdict", verdict) }
      text.dollars("cost_usd", cost)
      if spec.budget != Task.unlimited { text.dollars("budget_usd", spec.budget) }
      if let key = spec.idempotencyKey { text.member("idempotency_key", key) }
      if !spec.dependencies.isEmpty {
        text.name("depends_on")
        text.array { text in for id in spec.dependencies { text.string("\(id)") } }
      }
      if let ballot = spec.ballot { text.member("run_of", "\(ballot)") }
      if !runs.isEmpty {
        text.name("runs")
        text.array { text in for run in runs { text.string("\(run)") } }
      }
      if let winner { text.member("winner", "\(winner)") }
      if let disagreement { text.real("disagreement", disagreement) }
      guard isWhole else { return }
      text.name("skills")
      text.array { text in for skill in skills { text.string(skill) } }
      text.name("demand")
      text.object { text in for (name, amount) in resources { text.member(TaskDraft.field(name), amount) } }
      if let extras = notes?.extras {
        if !extras.input.isEmpty {
          text.name("input")
          text.raw(extras.input)
        }
        if !extras.metadata.isEmpty {
          text.name("metadata")
          text.raw(extras.metadata)
        }
        if let webhook = extras.webhook { text.member("webhook", webhook) }
      }
      if let output { text.value("output", output) }
      if let failure = notes?.failure { text.member("failure", failure) }
    }
  }
}

extension JSONText {
  /// An amount of micro-dollars as USD, exactly.
  mutating func dollars(_ name: String, _ micro: Int64) {
    self.name(name)
    raw(Array(Self.dollars(micro).utf8))
  }

  static func dollars(_ micro: Int64) -> String {
    let (whole, rest) = micro.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var digits = "\(rest)"
    digits = String(repeating: "0", count: 6 - digits.count) + digits
    while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
    return "\(micro < 0 ? "-" : "")\(whole).\(digits)"
  }

  /// A number that may be none: JSON has no way to say infinity.
  mutating func real(_ name: String, _ value: Double) {
    self.name(name)
    if (try? number(value)) == nil { null() }
  }

  /// Bytes as they are when they are JSON, as a string otherwise.
  mutating func value(_ name: String, _ bytes: [UInt8]) {
    self.name(name)
    if (try? JSONScanner.scan(bytes)) != nil {
      raw(bytes)
    } else {
      string(String(decoding: bytes, as: UTF8.self))
    }
  }
}

extension String {
  /// `backingOff` as `backing_off`.
  var snakeCase: String {
    reduce(into: "") { text, character in
      if character.isUppercase {
        text += "_" + character.lowercased()
      } else {
        text.append(character)
      }
    }
  }
}

extension Instant {
  /// As the API writes times: RFC 3339 in UTC with microseconds.
  var rfc3339: String {
    if self == .never { return "9999-12-31T23:59:59Z" }
    var seconds = nanoseconds / 1_000_000_000
    var rest = nanoseconds % 1_000_000_000
    if rest < 0 {
      rest += 1_000_000_000
      seconds -= 1
    }
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    var micro = "\(rest / 1000)"
    micro = String(repeating: "0", count: 6 - micro.count) + micro
    let year = Int(parts.tm_year) + 1900
    return "\(year)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)).\(micro)Z"
  }
}
