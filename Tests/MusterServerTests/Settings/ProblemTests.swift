import Testing

@testable import MusterServer

@Suite("A problem of the settings") struct ProblemTests {
  @Test(
    "is found, named and placed",
    arguments: [
      ("server: {prot: 1}", "m.yaml:1:10: server.prot: unknown key; did you mean \"port\"?"),
      ("Server: {}", "m.yaml:1:1: Server: unknown key; did you mean \"server\"?"),
      (
        "server: 5",
        "m.yaml:1:9: server: found \"5\", expected keys of host, port, public-url, tls, limits, drain-timeout"
      ),
      (
        "log: &a {keep: all}\nengine: {<<: *a}",
        "m.yaml:2:10: engine.<<: found a merge key, expected the keys"
      ),
      ("- a", "m.yaml:1:1: found a list, expected keys of server"),
      ("server: {port: [1]}", "m.yaml:1:16: server.port: found a list, expected a whole number"),
      ("server: {drain-timeout: 30}", "server.drain-timeout: found \"30\", expected a duration such as"),
      (
        "server: {limits: {body: 8MB}}",
        "found \"8MB\", expected a size such as 64KiB or 8MiB, from 1KiB to 1GiB"
      ),
      ("server: {public-url: 'ftp://h'}", "found \"ftp://h\", expected an http or https address"),
      ("server: {host: 'a b'}", "found \"a b\", expected a host name or an IP address"),
      (
        "server: {tls: {certificate: /dev/null}}",
        "server.tls.key: found nothing, expected the key of the certificate"
      ),
      (
        "server: {tls: {certificate: /dev/null, key: /none/x}}",
        "server.tls.key: found \"/none/x\", which cannot be read, expected a file in PEM"
      ),
      ("log: {url: mysql:x}", "found \"mysql:x\", expected sqlite:PATH, postgres://"),
      ("log: {durability: ful}", "found \"ful\", expected one of full, normal"),
      ("log: {keep: never}", "expected a number of records, a duration such as 30d, or all"),
      (
        "policy: feasible | fastst",
        "policy: found \"feasible | fastst\" (at column 12: unknown word \"fastst\"; did you mean "
          + "\"fastest\"?), expected a sentence"
      ),
      (
        "reward: 1/seconds",
        "reward: found \"1/seconds\" (at column 1: \"1/seconds\" is unbounded: \"seconds\" can be 0"
      ),
      (
        "{reward: rubric, rubric: foundation a 1 on a}",
        "(rubric, line 1: the criteria a > a rest on each other; drop one of these edges)"
      ),
      ("rubric: foundation a 1", "reward: found nothing, expected a formula that asks for the rubric"),
      ("engine: {preemption: maybe}", "found \"maybe\", expected true or false"),
      ("engine: {seed: -1}", "engine.seed: found \"-1\", expected a whole number from 0 to"),
      ("tenants: [{name: a, weight: 0}]", "tenants[0].weight: found \"0\", expected a number above 0"),
      ("tenants: [{}]", "m.yaml:1:11: tenants[0].name: found nothing, expected a name"),
      ("tenants: [a]", "m.yaml:1:11: tenants[0]: found \"a\", expected keys of name, weight, budget, floor"),
      ("tenants: {name: a}", "tenants: found keys with values, expected a list, each member after a -"),
      ("tenants: [{name: a}, {name: a}]", "m.yaml:1:29: tenants[1].name: found \"a\" as in tenants[0].name"),
      ("pools: default", "pools: found \"default\", expected a list such as [a, b]"),
      ("pools: [a, 'b c']", "m.yaml:1:12: pools[1]: found \"b c\", expected a name"),
      (
        "pools: [default, default]",
        "pools[1]: found \"default\" as in pools[0], expected each pool only once"
      ),
      (
        "simulated: [{name: a, pools: [chep]}]\npools: [default, cheap]",
        "found \"chep\", which no pool is called, expected a name from pools such as \"cheap\""
      ),
      ("simulated: [{name: a, failure: 2}]", "found \"2\", expected a number from 0 to 1"),
      ("simulated: [{name: a, price: -1}]", "found \"-1\", expected US dollars such as 0.15, zero or more"),
      ("simulated: [{name: a, price: 0.0000001}]", "with at most six decimal places"),
      ("processes: [{name: a}]", "processes[0].command: found nothing, expected a list: the program"),
      (
        "simulated: [{name: a}]\nprocesses: [{name: a, command: [b]}]",
        "simulated[0].name: found \"a\" as in processes[0].name"
      ),
      (
        "health: {ramp-steps: [0.5, 0.2, 1]}",
        "found [0.5, 0.2, 1], expected growing steps, the last of them 1"
      ),
      ("health: {ramp-steps: []}", "found [], expected growing steps"),
      (
        "cluster: {node: a, advertise: 'http://h'}",
        "cluster.node: found a replica over sqlite:muster.db, expected a log.url of postgres://"
      ),
      ("cluster: {advertise: 'http://h'}", "cluster.node: found nothing, expected the name of this replica"),
      (
        "log: {url: 'postgres://h/d'}\ncluster: {node: a}",
        "cluster.advertise: found nothing, expected the address"
      ),
      ("webhooks: {secret: {file: /dev/null}}", "webhooks.secret.file: found an empty secret"),
      ("observability: {log-level: loud}", "found \"loud\", expected one of trace, debug, info"),
      (
        "server: {port: 1\n",
        "m.yaml:2:1: found what YAML does not allow (did not find expected ',' or '}'), expected YAML"
      ),
      ("a: *b", "m.yaml:1:4: found what YAML does not allow (found undefined alias), expected YAML"),
      ("? [a]\n: b", "m.yaml:1:3: found a key of parts, expected a plain key"),
      ("server: {}\n---\nlog: {}", "expected YAML"),
    ])
  func ofFile(text: String, expected: String) {
    let found = problems(text)
    #expect(found.count == 1 && found[0].contains(expected), "\(found)")
  }

  @Test(
    "is found in an endpoint",
    arguments: [
      ("url: h", "endpoints[0].url: found \"h\", expected an http or https address"),
      ("price: {input: -0.1}", "endpoints[0].price.input: found \"-0.1\", expected US dollars"),
      ("timeouts: {first-token: 1h}", "timeouts.first-token: found a first-token of 1h in a total of 10m"),
      ("timeouts: {total: 30s}", "timeouts.total: found a first-token of 1m in a total of 30s"),
      ("models: [a, a]", "endpoints[0].models[1]: found \"a\" as in endpoints[0].models[0]"),
      ("key-header: api-key", "endpoints[0].key: found nothing, expected the key that key-header carries"),
      (
        "headers: {Authorization: Bearer hunter2}",
        "headers.Authorization: found a header that carries a secret"
      ),
      ("headers: {'a b': c}", "endpoints[0].headers: found \"a b\", expected the name of a header"),
      ("headers: {a: b, A: c}", "endpoints[0].headers.A: found \"a\" as in endpoints[0].headers.a"),
      ("headers: a", "endpoints[0].headers: found a text, expected names with texts"),
      ("limits: {concurrency: 0}", "found \"0\", expected a whole number from 1 to 1000000"),
      ("nmae: b", "endpoints[0].nmae: unknown key; did you mean \"name\"?"),
    ])
  func ofEndpoint(line: String, expected: String) {
    var lines = ["url: http://localhost", "model: m"]
    lines.removeAll { $0.prefix { $0 != ":" } == line.prefix { $0 != ":" } }
    let text = "endpoints:\n  - name: e\n" + (lines + [line]).map { "    \($0)\n" }.joined()
    let found = problems(text)
    #expect(found.count == 1 && found[0].contains(expected), "\(found)")
  }

  @Test(
    "is found in a flag",
    arguments: [
      ("sever.port", "1", "--sever.port: unknown key; did you mean \"server.port\"?"),
      ("server", "1", "--server: unknown key"),
      ("endpoints", "a", "--endpoints: found \"a\", expected a list, which only the file gives"),
      (
        "endpoints[0].name", "a",
        "--endpoints[0].name: found a member of a list, expected members of lists in the file"
      ),
      ("server.host", "", "--server.host: found \"\", expected a host name"),
      ("webhooks.secret", "hunter2", "--webhooks.secret: found the secret itself, expected where it is"),
      (
        "log.url", "postgres://u:p@h/d",
        "--log.url: found a password in the address, expected it in log.password"
      ),
    ])
  func ofFlag(flag: String, value: String, expected: String) {
    let found = problems(overrides: [flag: value])
    #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
  }

  @Test("too many skills are counted over all agents")
  func skills() {
    let names = (0..<200).map { "s\($0)" }.joined(separator: ", ")
    let more = (100..<257).map { "s\($0)" }.joined(separator: ", ")
    let text = "simulated:\n  - {name: a, skills: [\(names)]}\n  - {name: b, skills: [\(more)]}"
    let found = problems(text)
    #expect(
      found.count == 1 && found[0].contains("simulated[1].skills: found more than 256 skills"), "\(found)")
  }

  @Test("a file that is not there is one, and the other sources are checked beside it")
  func missingFile() {
    #expect {
      try Settings.load(file: "/none/m.yaml", overrides: ["server.port": "x"])
    } throws: { error in
      let lines = "\(error)".split(separator: "\n")
      return lines.count == 2 && lines[0].hasPrefix("/none/m.yaml: found a file that cannot be read")
        && lines[1].hasPrefix("--server.port: found \"x\"")
    }
  }

  @Test("a short file that means millions of values is refused, and so is a deep one")
  func bombs() {
    var text = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n"
    for i in 1..<12 {
      text += "a\(i): &a\(i) [" + Array(repeating: "*a\(i - 1)", count: 10).joined(separator: ",") + "]\n"
    }
    let found = problems(text)
    #expect(found.contains { $0.contains("100000 values or more") })
    #expect(!problems(String(repeating: "[", count: 20_000)).isEmpty)
  }

  @Test("what is found is shown on one line, and not for ever")
  func quoting() {
    #expect(Quote.found("a\nb\u{1b}") == "\"a\\nb\\u{1B}\"")
    #expect(Quote.found(String(repeating: "x", count: 100)).count == 63)
    #expect(Quote.address("http://u:p@h?token=t") == "\"http://<secret>@h?…\"")
    #expect(Quote.address("u:p@h") == "an address with @")
  }
}
