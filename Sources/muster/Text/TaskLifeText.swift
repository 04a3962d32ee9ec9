import MusterCore
import MusterPolicy

/// The life of a task for people.
struct TaskLifeText {
  let life: TaskLife
  let task: Task

  var text: String {
    var text =
      "task \(task.id): kind \(name(task.kind.rawValue, .kind)), tenant \(name(task.tenant.rawValue, .tenant))\n"
    text += "  asks for \(demand)\n"
    if !task.dependencies.isEmpty {
      text += "  waits for \(task.dependencies.map { "task \($0)" }.joined(separator: ", "))\n"
    }
    if task.gang != .none { text += "  in gang \(task.gang) of \(task.gangSize)\n" }
    if task.deadline != .never { text += "  deadline \(Self.time(task.deadline))\n" }
    text += "\n"
    let stamps = life.facts.map { Self.time($0.at) }
    let width = stamps.map(\.count).max() ?? 0
    for (index, (fact, stamp)) in zip(life.facts, stamps).enumerated() {
      text += stamp.rightAligned(in: width + 2) + "  \(line(fact))\n"
      if let account = life.accounts[index] { text += counts(account, width + 6) }
      if case .explained(_, _, let explanation) = fact.event {
        text += candidates(explanation, after: fact, width + 6)
      }
    }
    if life.renewals > 0 { text += "\nIts leases were renewed \(Number.count(life.renewals, "time")).\n" }
    if !life.facts.contains(where: \.isExplained) {
      text += "\nThe log records no candidates: the engine that wrote it was not asked to.\n"
    }
    return text
  }

  private func line(_ fact: Fact) -> String {
    switch fact.event {
    case .submitted(let task): Self.submitted(task)
    case .retried: "waits no longer: it may be tried again"
    case .leased(let lease): leased(lease)
    case .explained(let decision, _, let explanation):
      "decision \(decision): \(Number.count(explanation.candidateCount, "candidate"))"
    case .started: "started"
    case .revoked(_, _, let reason, let moving):
      "taken back: \(Self.words(reason))"
        + (moving.trafficMiB > 0 ? ", \(Number.text(moving.trafficMiB)) MiB to move" : "")
    case .graded(_, _, let confidence): "an answer, graded \(Number.text(confidence)) by its verifier"
    case .attemptFailed(_, _, let charge, let retryAt, _):
      "the try failed, charged \(Self.money(charge)); again \(retryAt == fact.at ? "at once" : "at \(Self.time(retryAt))")"
    case .ended(let ending): ended(ending)
    case .settled(_, _, let charge, _): "what it had cost when it was called off: \(Self.money(charge))"
    case .reportIgnored(_, _, let reason):
      "a report that changed nothing: \(reason == .leaseLost ? "the lease was lost" : "the task had ended")"
    case .feedback(_, let reward): "told later: worth \(Number.text(reward))"
    default: ""
    }
  }

  private static func submitted(_ task: Task) -> String {
    if let ballot = task.ballot { return "submitted as a run of task \(ballot)" }
    guard let ask = task.ask else { return "submitted" }
    let runs = ask.copies.map(\.description).joined(separator: ", ")
    let reserve = ask.copies.count - Int(ask.first)
    return "submitted to \(Number.count(Int(ask.first), "agent")) at once by \(ask.rule), as tasks \(runs)"
      + (reserve > 0 ? " (the last \(reserve) in reserve)" : "")
  }

  /// What a lease allows, each part after a comma.
  private static func allowed(_ allowance: Allowance) -> String {
    var text = ""
    if let turns = allowance.turns {
      text += ", at most \(Number.count(Int(turns.limit), "turn"))"
      if turns.extra > 0 { text += " and \(turns.extra) more where progress shows" }
    }
    if let tries = allowance.tries { text += ", \(Number.count(Int(tries), "try", "tries")) in all" }
    if let examples = allowance.examples { text += ", \(Number.count(Int(examples), "example"))" }
    if let agents = allowance.agents { text += ", \(Number.count(Int(agents), "agent")) asked" }
    if let doubt = allowance.doubt { text += ", the reserve from a disagreement of \(Number.text(doubt))" }
    if let weight = allowance.weight { text += ", a vote of weight \(Number.text(weight))" }
    return text
  }

  private func leased(_ lease: Lease) -> String {
    var text = "given to \(life.name(of: lease.agent)), score \(Number.text(lease.score)), "
    text += lease.propensity.isNaN ? "chance not known" : "chance \(Number.text(lease.propensity))"
    if lease.devices != 0 {
      let devices = (0..<16).filter { lease.devices & (1 << DeviceMask($0)) != 0 }
      text += ", devices \(devices.map(String.init).joined(separator: ","))"
    }
    text += Self.allowed(lease.allowance)
    if lease.reserve > 0 { text += ", \(Self.money(lease.reserve)) set aside" }
    return text
  }

  private func ended(_ ending: Ending) -> String {
    var text = "\(ending.end)"
    if !(ending.end == .succeeded && ending.reason == .reported) { text += ": \(Self.words(ending.reason))" }
    if let winner = ending.winner { text += " for task \(winner)" }
    if let turns = ending.turns { text += ", after \(Number.count(Int(turns), "turn"))" }
    if ending.charge > 0 { text += ", charged \(Self.money(ending.charge))" }
    if ending.overrun > 0 { text += " (\(Self.money(ending.overrun)) more was asked)" }
    if ending.lease != .none { text += ", reward \(Number.text(ending.reward))" }
    return text
  }

  /// What an outcome counts for, and why.
  private func counts(_ account: RewardAccount, _ indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    let lines = account.lines(Number.text).map { "\(margin)  \($0)\n" }
    return "\(margin)counts for \(Number.text(account.reward))\n" + lines.joined()
  }

  /// The candidates that were recorded, the chosen one marked.
  private func candidates(_ explanation: Explanation, after fact: Fact, _ indent: Int) -> String {
    let chosen = life.facts.lazy.compactMap { other -> AgentID? in
      guard case .leased(let lease) = other.event, case .explained(let decision, _, _) = fact.event,
        lease.decision == decision
      else { return nil }
      return lease.agent
    }.first
    let names = explanation.agents.map(life.name)
    let width = names.map(\.count).max() ?? 0
    let margin = String(repeating: " ", count: indent)
    var text = ""
    for (index, name) in names.enumerated() {
      let score = index < explanation.scores.count ? Number.text(Double(explanation.scores[index])) : ""
      let mark = explanation.agents[index] == chosen ? "*" : " "
      text += "\(margin)\(mark) \(name.padded(to: width))  \(score)\n"
    }
    let rest = explanation.candidateCount - names.count
    return rest > 0 ? text + "\(margin)  and \(rest) more\n" : text
  }

  private var demand: String {
    let units = ["milli-CPU", "MiB of memory", "MiB of disk"]
    var parts: [String] = []
    for lane in 0..<Resources.dimensions where task.demand.resources[lane] != 0 {
      let unit = lane < units.count ? units[lane] : name(UInt32(lane), .resource)
      parts.append("\(task.demand.resources[lane]) \(unit)")
    }
    let devices = task.demand.devices
    if devices.count > 0 { parts.append("\(devices.count) x \(devices.milliEach)/1000 of a device") }
    if task.demand.models != 0 {
      let models = (0..<64).filter { task.demand.models & (1 << UInt64($0)) != 0 }
      parts.append("model \(models.map { name(UInt32($0), .deviceModel) }.joined(separator: " or "))")
    }
    let skills = (0..<SkillSet.limit).filter(task.demand.skills.contains)
    if !skills.isEmpty {
      parts.append("skills \(skills.map { name(UInt32($0), .skill) }.joined(separator: ", "))")
    }
    return parts.isEmpty ? "nothing in particular" : parts.joined(separator: ", ")
  }

  private func name(_ index: UInt32, _ space: NameSpace) -> String {
    life.vocabulary.name(index, in: space) ?? "\(index)"
  }

  private static func time(_ instant: Instant) -> String { Number.text(instant.seconds) + " s" }
  private static func money(_ micro: Int64) -> String { "$" + Number.text(Double(micro) / 1e6) }

  /// `agentLeft` as `agent left`.
  private static func words(_ reason: some Any) -> String {
    "\(reason)".reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
  }
}

extension Fact {
  /// Whether it records the candidates of a choice.
  var isExplained: Bool { if case .explained = event { true } else { false } }
}
