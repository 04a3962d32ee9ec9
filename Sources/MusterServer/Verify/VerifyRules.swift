import MusterCore

/// How the answers to one kind of task are judged.
struct VerifyRule: Sendable {
  /// Who judges.
  enum Way: Sendable {
    /// A program and its arguments, and the variables that it sees.
    case command([String], environment: [String])
    case agent(Endpoint)
    /// The caller, by feedback.
    case feedback
  }

  let way: Way
  /// How many agents answer at most.
  let attempts: Int
  let timeout: Nanoseconds
  /// From which number up a verdict in numbers is a yes.
  let threshold: Double
  /// Lets so many verdicts be made at once.
  let turnstile: Turnstile

  /// Whether a caller that waits for its answer can wait for the verdict too.
  var isForCallersThatWait: Bool { if case .feedback = way { false } else { true } }

  /// Has a task whose answer is rejected go to another agent at once, as often as the rule allows.
  /// - Parameter given: what the caller asked for of its own accord, which stands.
  func shape(_ retry: inout RetryRule, given: TaskDraft.GivenRetry) {
    retry.elsewhere = true
    if !given.attempts { retry.attempts = max(retry.attempts, UInt16(attempts)) }
    if !given.backoff { retry.backoff = 0 }
  }
}

/// The rules of the settings, by kind and tenant.
struct VerifyRules: Sendable {
  private struct Key: Hashable {
    /// Nil for any.
    var kind: String?
    var tenant: String?
  }

  private var rules: [Key: VerifyRule] = [:]

  /// - Parameter endpoints: those of the settings, for rules that ask one of them.
  init(_ settings: [VerifySettings], endpoints: [Endpoint] = []) {
    for rule in settings {
      let way: VerifyRule.Way
      if rule.feedback {
        way = .feedback
      } else if let name = rule.agent {
        guard let endpoint = endpoints.first(where: { $0.name == name }) else { continue }
        way = .agent(endpoint)
      } else {
        way = .command(rule.command, environment: rule.environment)
      }
      let turnstile = Turnstile(limit: rule.concurrency)
      for kind in rule.kinds {
        rules[Key(kind: kind, tenant: rule.tenant)] = VerifyRule(
          way: way, attempts: rule.attempts, timeout: rule.timeout, threshold: rule.threshold,
          turnstile: turnstile)
      }
    }
  }

  /// The rule for a kind of task of a tenant: of those that fit, the one that names the kind, and then the one that
  /// names the tenant.
  func rule(kind: String, tenant: String) -> VerifyRule? {
    rules[Key(kind: kind, tenant: tenant)] ?? rules[Key(kind: kind)] ?? rules[Key(tenant: tenant)]
      ?? rules[Key()]
  }
}
