import Foundation
import Testing

@testable import MusterServer

@Suite("A secret") struct SecretTests {
  private static let text = "hunter2-secret"

  /// All that Swift makes of a value by itself.
  private func texts(_ value: some Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    return ["\(value)", String(reflecting: value), String(describing: value), dumped]
  }

  @Test("prints, dumps and reflects as something else")
  func printing() {
    let secret = Secret(Self.text)
    for text in texts(secret) + texts([secret]) + texts(HeaderField(name: "a", value: secret)) {
      #expect(text.contains("<secret>") && !text.contains("hunter2"), "\(text)")
    }
    #expect(secret.reveal() == Self.text && secret == Secret(Self.text) && secret != Secret("hunter2-secreT"))
    #expect(Secret("a") != Secret("aa"))
  }

  @Test("is in no description and no dump of the settings that hold it")
  func settings() throws {
    try withDirectory { directory in
      let file = try directory.write("\(Self.text)\n", as: "key")
      let settings = try Settings.load(
        text: """
          endpoints:
            - name: a
              url: https://h
              model: m
              key: {env: A_KEY}
              headers: {x-team: \(Self.text)}
          webhooks: {secret: {file: \(file)}}
          """,
        environment: ["A_KEY": Self.text, "MUSTER_LOG_URL": "postgres://u:\(Self.text)@h/d"])
      #expect(settings.endpoints[0].key.secret == Secret(Self.text))
      #expect(settings.webhooks.secret.secret == Secret(Self.text))
      #expect(settings.log.databasePassword == Secret(Self.text))
      for text in texts(settings) + [settings.redactedText] { #expect(!text.contains("hunter2")) }
      #expect(settings.redactedText.contains("    key:\n      env: A_KEY\n"))
      #expect(
        settings.redactedText.contains("x-team: \"<redacted>\"") && settings.redactedText.contains(file))
      #expect(settings.redactedText.contains("url: postgres://u@h/d\n"))
    }
  }

  @Test(
    "is not shown where it is in the wrong place",
    arguments: [
      (
        "key: hunter2",
        "m.yaml:5:10: endpoints[0].key: found the secret itself, expected where it is: {env: NAME}"
      ),
      ("key: [hunter2]", "endpoints[0].key: found a list, expected keys of env, file"),
      ("key: {env: hunter2}", "key.env: found something else, expected the name of an environment variable"),
      ("key: {file: hunter2}", "key.file: found a file that cannot be read"),
      ("key: {value: hunter2}", "key.value: unknown key; did you mean \"file\"?"),
      ("api-key: hunter2", "endpoints[0].api-key: unknown key"),
      ("headers: {x-key: [hunter2]}", "headers.x-key: found a list, expected a text"),
      ("headers: {cookie: hunter2}", "headers.cookie: found a header that carries a secret"),
      ("headers: hunter2", "headers: found a text"),
    ])
  func misplaced(line: String, expected: String) {
    let found = problems("endpoints:\n  - name: a\n    url: http://localhost\n    model: m\n    \(line)")
    #expect(found.count == 1 && found[0].contains(expected) && !found[0].contains("hunter2"), "\(found)")
  }

  @Test(
    "is not shown in an address",
    arguments: [
      ["log": "{url: 'postgres://u:hunter2@h/d'}"], ["log": "{url: 'postgres://u:hunter2@h'}"],
      ["log": "{url: 'postgres://h/d?password=hunter2'}"], ["server": "{public-url: 'https://u:hunter2@h'}"],
      ["server": "{public-url: 'https://h?key=hunter2'}"],
    ])
  func addresses(section: [String: String]) {
    let found = problems(section.map { "\($0): \($1)" }.joined())
    #expect(found.count == 1 && !found[0].contains("hunter2"), "\(found)")
  }

  @Test("must be there: in a variable that is set, or in a file of one line")
  func missing() throws {
    try withDirectory { directory in
      let lines = try directory.write("a\nb", as: "lines")
      let large = try directory.write(String(repeating: "x", count: 70_000), as: "large")
      #expect(
        problems("webhooks: {secret: {env: NONE}}") == [
          "m.yaml:1:26: webhooks.secret.env: found the variable NONE, which is not set, expected one "
            + "that holds the secret"
        ])
      #expect(problems("webhooks: {secret: {file: \(lines)}}")[0].contains("a secret of several lines"))
      #expect(problems("webhooks: {secret: {file: \(large)}}")[0].contains("a file that cannot be read"))
      #expect(
        problems("webhooks: {secret: {file: \(directory.path)}}")[0].contains("a file that cannot be read"))
    }
  }

  @Test("has one place: two in one source are a problem, of two sources the stronger counts")
  func precedence() throws {
    #expect(
      problems("webhooks: {secret: {env: A, file: b}}", environment: ["A": "x"])[0].contains(
        "both env and file"))
    let settings = try Settings.load(
      text: "webhooks: {secret: {file: /none}}", environment: ["MUSTER_WEBHOOKS_SECRET_ENV": "A", "A": "x"])
    #expect(settings.webhooks.secret == SecretSource(variable: "A", secret: Secret("x")))
    let log = "log: {url: 'postgres://h/d', password: {env: P}}"
    #expect(try Settings.load(text: log, environment: ["P": "x"]).log.databasePassword == Secret("x"))
    #expect(
      problems(log, environment: ["P": "x", "MUSTER_LOG_URL": "postgres://u:p@h/d"])[0]
        .contains("found a second password"))
    #expect(
      problems("log: {password: {env: P}}", environment: ["P": "x"])[0].contains(
        "expected a log.url of postgres"))
  }
}
