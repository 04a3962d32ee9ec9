import MusterCore
import Testing

@testable import MusterServer

@Suite("Sources of settings") struct PrecedenceTests {
  @Test("are all optional: defaults stand, and suit one machine")
  func defaults() throws {
    let settings = try Settings.load(file: nil)
    #expect(settings == Settings())
    #expect(settings.server.host == "127.0.0.1" && settings.server.port == 8484)
    #expect(settings.log.url == .sqlite(path: "muster.db") && settings.log.durability == .normal)
    #expect(settings.engine.configuration.leaseTerm == 30_000_000_000)
    #expect(!settings.requiresAuth && settings.warnings.isEmpty)
  }

  @Test("go from weak to strong: file, variable, flag")
  func order() throws {
    let file = "server: {port: 1}"
    let environment = ["MUSTER_SERVER_PORT": "2"]
    #expect(try Settings.load(text: file).server.port == 1)
    #expect(try Settings.load(text: file, environment: environment).server.port == 2)
    let flags = ["server.port": "3"]
    #expect(try Settings.load(text: file, environment: environment, overrides: flags).server.port == 3)
    #expect(try Settings.load(text: file, environment: ["MUSTER_SERVER_PORT": ""]).server.port == 1)
  }

  @Test("are each checked, also where a stronger one has the last word")
  func allChecked() {
    let found = problems(
      "server: {port: a}", environment: ["MUSTER_SERVER_PORT": "b"], overrides: ["server.port": "c"])
    #expect(
      found == [
        "m.yaml:1:16: server.port: found \"a\", expected a whole number from 0 to 65535",
        "MUSTER_SERVER_PORT: found \"b\", expected a whole number from 0 to 65535",
        "--server.port: found \"c\", expected a whole number from 0 to 65535",
      ])
  }

  @Test("give lists of values with commas, replacing those before")
  func lists() throws {
    let settings = try Settings.load(
      text: "pools: [a]\nwebhooks: {hosts: [x]}", environment: ["MUSTER_POOLS": "b, c"],
      overrides: ["health.ramp-steps": "0.5,1"])
    #expect(settings.pools == ["b", "c"] && settings.webhooks.hosts == ["x"])
    #expect(settings.health.rampSteps == [0.5, 1])
  }

  @Test("a whole file is read, section by section")
  func wholeFile() throws {
    let settings = try Settings.load(
      text: """
        log: {url: "memory:", durability: full, keep: 500}
        policy: fgd
        engine: {lease-term: never, seed: 7, preemption: on}
        pools: [default, cheap]
        tenants: [{name: a, weight: 2, budget: 0.3, floor: 4}]
        endpoints:
          - name: one
            url: https://api.example.com/v1/
            model: m-1
            models: [big, small]
            pools: [cheap]
            key: {env: ONE_KEY}
            price: {input: 0.15, output: 0.60}
            limits: {context: 128_000}
            timeouts: {total: 90s}
            headers: {x-team: search}
            skills: &skills [chat]
        processes: [{name: two, command: [python3, "a b.py"], skills: *skills}]
        simulated: [{name: three, count: 5, failure: 0.25, latency: 20ms}]
        """, environment: ["ONE_KEY": "k\n"])
    #expect(
      settings.log.url == .memory && settings.log.durability == .full && settings.log.keep == .records(500))
    #expect(
      settings.policy == "fgd" && settings.engine.leaseTerm == Task.forever && settings.engine.preemption)
    #expect(settings.tenants[0].budget == 300_000 && settings.tenants[0].floor == 4)
    let endpoint = settings.endpoints[0]
    #expect(endpoint.url.description == "https://api.example.com/v1" && endpoint.key.secret == Secret("k"))
    #expect(
      endpoint.price.enginePrice == Price(perMillionInputTokens: 150_000, perMillionOutputTokens: 600_000))
    #expect(endpoint.limits.context == 128_000 && endpoint.timeouts.total == 90 * Span.second)
    #expect(endpoint.headers == [HeaderField(name: "x-team", value: Secret("search"))])
    #expect(
      settings.processes[0].command == ["python3", "a b.py"] && settings.processes[0].skills == ["chat"])
    #expect(settings.simulated[0].latency == 20 * Span.millisecond && settings.simulated[0].failure == 0.25)
    #expect(settings.warnings.isEmpty)
  }

  @Test("an empty file, empty sections and keys without values leave the defaults")
  func nothing() throws {
    for text in ["", "# only this\n", "server:\nlog: ~\n", "server: {host: }\nendpoints:\n", "---\n"] {
      #expect(try Settings.load(text: text) == Settings(), "\(text)")
    }
  }
}
