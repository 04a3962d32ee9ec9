import Testing

@testable import MusterServer

@Suite("Rules for verdicts in the settings") struct VerifySettingsTests {
  @Test(
    "what is wrong with one is named and placed",
    arguments: [
      ("{}", "m.yaml:1:10: verify[0].kind: found nothing, expected a kind of task"),
      (
        "{kind: a}",
        "m.yaml:1:10: verify[0]: found nothing, expected one of command, agent and feedback: true"
      ),
      (
        "{kind: a, command: [x], feedback: true}",
        "m.yaml:1:44: verify[0].feedback: found command and feedback, expected one of command, agent and feedback"
      ),
      (
        "{kind: a, agent: judg}",
        "verify[0].agent: found \"judg\", which no endpoint is called, expected the name of an endpoint such as "
          + "\"judge\""
      ),
      ("{kind: a, command: x}", "verify[0].command: found \"x\", expected a list such as [a, b]"),
      (
        "{kind: a, feedback: true, attempts: 9}", "attempts: found \"9\", expected a whole number from 1 to 8"
      ),
      ("{kind: a, feedback: true, threshold: 2}", "threshold: found \"2\", expected a number from 0 to 1"),
      ("{kind: a, feedback: true, timeout: 0s}", "timeout: found \"0s\", expected a duration such as"),
      (
        "{kind: a, feedback: true}, {kind: a, agent: judge}",
        "verify[1].kind: found \"a\" as in verify[0].kind, expected one rule for a kind and a tenant"
      ),
      (
        "{kind: chatCompletions, agent: judge}, {kind: chat/completions, agent: judge}",
        "verify[1].kind: found \"chat/completions\" as in verify[0].kind"
      ),
    ])
  func problem(_ rules: String, _ expected: String) {
    let text = "verify: [\(rules)]\nendpoints: [{name: judge, model: m, url: 'http://localhost'}]"
    let found = problems(text)
    #expect(found.contains { $0.contains(expected) }, "\(found)")
  }

  @Test("one that fits is taken, and callers who wait are not asked for feedback")
  func fits() throws {
    let text = """
      verify:
        - {kind: chat/completions, agent: judge, attempts: 2, timeout: 5s, threshold: 0.7}
        - {kind: "*", tenant: a, feedback: true}
        - {kind: "*", command: [./verify, -x]}
        - {kind: embeddings, feedback: true}
      endpoints: [{name: judge, model: m, url: 'http://localhost'}]
      """
    let settings = try Settings.load(text: text, named: "m.yaml")
    #expect(settings.verify.map(\.attempts) == [2, 3, 3, 3])
    #expect(
      settings.warnings.map(\.description) == [
        "m.yaml:5:34: verify[3].feedback: callers of /v1/embeddings wait for their answers and cannot judge them "
          + "first: those pass unverified"
      ])
    #expect(try Settings.load(text: settings.redactedText).verify == settings.verify)
  }

  @Test("the rule that names the kind counts, then the one that names the tenant")
  func order() {
    func rule(_ kind: String, _ tenant: String?, _ attempts: Int) -> VerifySettings {
      var rule = VerifySettings()
      (rule.kind, rule.tenant, rule.attempts, rule.feedback) = (kind, tenant, attempts, true)
      return rule
    }
    let rules = VerifyRules([
      rule("*", nil, 1), rule("*", "a", 2), rule("k", nil, 3), rule("k", "a", 4),
      rule("chat/completions", nil, 5),
    ])
    #expect(rules.rule(kind: "x", tenant: "b")?.attempts == 1)
    #expect(rules.rule(kind: "x", tenant: "a")?.attempts == 2)
    #expect(rules.rule(kind: "k", tenant: "b")?.attempts == 3)
    #expect(rules.rule(kind: "k", tenant: "a")?.attempts == 4)
    #expect(rules.rule(kind: "chatCompletions", tenant: "a")?.attempts == 5)
    #expect(VerifyRules([rule("k", "a", 1)]).rule(kind: "k", tenant: "b") == nil)
  }
}
