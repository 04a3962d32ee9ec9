import Testing

@testable import MusterServer

@Suite("A warning about settings") struct WarningTests {
  private func warnings(_ text: String, environment: [String: String] = [:]) throws -> [String] {
    try Settings.load(text: text, named: "m.yaml", environment: environment).warnings.map(\.description)
  }

  @Test("others can reach the server without TLS or without keys")
  func openDoors() throws {
    let open = try warnings("server: {host: 0.0.0.0}\nauth: {required: false}")
    #expect(
      open == [
        "m.yaml:1:9: server.tls: others can reach 0.0.0.0, and without TLS their keys go in the clear",
        "m.yaml:2:18: auth.required: others can reach 0.0.0.0, and calls need no API key",
      ])
    #expect(try warnings("server: {host: 0.0.0.0}").count == 1)
    #expect(try warnings("server: {host: 0.0.0.0, public-url: 'https://h'}").isEmpty)
    #expect(try warnings("auth: {required: false}").isEmpty)
  }

  @Test("keys are required exactly where others can reach the server, unless told otherwise")
  func auth() throws {
    #expect(try Settings.load(text: "server: {host: '::'}").requiresAuth)
    #expect(try !Settings.load(text: "server: {host: '::1'}").requiresAuth)
    #expect(try Settings.load(text: "auth: {required: true}").requiresAuth)
  }

  @Test("an upstream key goes in the clear")
  func upstream() throws {
    let text = "endpoints: [{name: a, model: m, key: {env: K}, url: 'http://h'}]"
    #expect(try warnings(text, environment: ["K": "k"]).count == 1)
    #expect(try warnings(text.replacing("//h", with: "//localhost"), environment: ["K": "k"]).isEmpty)
    #expect(try warnings(text.replacing("key: {env: K}, ", with: "")).isEmpty)
  }

  @Test("a variable is of nobody's, and its value is not shown")
  func variables() throws {
    let environment = [
      "MUSTER_SEVER_PORT": "hunter2", "MUSTER_K": "k", "MUSTER_PORT_80_TCP": "x", "MUSTER_SERVICE_HOST": "x",
      "MUSTER_PORT": "tcp://x", "OTHER": "x", "MUSTER_WEBHOOKS_SECRET": "x",
    ]
    let found = try warnings("webhooks: {secret: {env: MUSTER_K}}", environment: environment)
    #expect(
      found == [
        "MUSTER_SEVER_PORT: unknown variable; did you mean \"MUSTER_SERVER_PORT\"?",
        "MUSTER_WEBHOOKS_SECRET: unknown variable; did you mean \"MUSTER_WEBHOOKS_SECRET_ENV\"?",
      ])
  }
}
