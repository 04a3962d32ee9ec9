import Testing

@testable import MusterServer

@Suite("The list of problems") struct ListingTests {
  private static let file = """
    sever:
      port: 1
    server:
      host: bad host
      port: 70000
      port: eighty
      tls:
        certificate: /none/server.crt
      limits: {body: 8MB, header-timeout: 10}
    policy: feasible | cheepest
    pools: [default, fast]
    tenants:
      - {name: a, weight: -1}
      - name: a
        budget: $5
    endpoints:
      - name: one
        url: htp://one
        model: m
        key: sk-hunter2
        pools: [fst]
      - name: one
        url: http://localhost
        price:
          input: -0.15
    cluster:
      node: n
    """

  @Test("names every one of a bad file, its variables and its flags, in order")
  func golden() {
    let found = problems(
      Self.file, environment: ["MUSTER_ENGINE_LEASE_TERM": "30"], overrides: ["log.keep": "sometimes"])
    let duration = "a duration such as 500ms, 30s, 5m, 2h or 1d"
    #expect(
      found == [
        "m.yaml:1:1: sever: unknown key; did you mean \"server\"?",
        "m.yaml:4:9: server.host: found \"bad host\", expected a host name or an IP address, without port",
        "m.yaml:5:3: server.port: found the key more than once, expected it once",
        "m.yaml:6:9: server.port: found \"eighty\", expected a whole number from 0 to 65535",
        "m.yaml:8:5: server.tls.key: found nothing, expected the key of the certificate: both files or "
          + "neither",
        "m.yaml:8:18: server.tls.certificate: found \"/none/server.crt\", which cannot be read, "
          + "expected a file in PEM",
        "m.yaml:9:18: server.limits.body: found \"8MB\", expected a size such as 64KiB or 8MiB, from "
          + "1KiB to 1GiB",
        "m.yaml:9:39: server.limits.header-timeout: found \"10\", expected \(duration), from 100ms to 1h",
        "m.yaml:10:9: policy: found \"feasible | cheepest\" (at column 12: unknown word \"cheepest\"; "
          + "did you mean "
          + "\"cheapest\"?), expected a sentence such as "
          + "\"feasible | least-loaded(by: tasks) | power-of-two\"",
        "m.yaml:13:23: tenants[0].weight: found \"-1\", expected a number above 0",
        "m.yaml:14:11: tenants[1].name: found \"a\" as in tenants[0].name, expected the name of a "
          + "tenant only once",
        "m.yaml:15:13: tenants[1].budget: found \"$5\", expected US dollars such as 0.15, zero or more, "
          + "with at most "
          + "six decimal places",
        "m.yaml:18:10: endpoints[0].url: found \"htp://one\", expected an http or https address without "
          + "user, query "
          + "or fragment",
        "m.yaml:20:10: endpoints[0].key: found the secret itself, expected where it is: {env: NAME} for an "
          + "environment variable or {file: PATH} for a file",
        "m.yaml:21:13: endpoints[0].pools[0]: found \"fst\", which no pool is called, expected a name "
          + "from pools "
          + "such as \"fast\"",
        "m.yaml:22:5: endpoints[1].model: found nothing, expected a name of at most 128 letters, digits and "
          + ". _ - : / @",
        "m.yaml:22:11: endpoints[1].name: found \"one\" as in endpoints[0].name, expected the name of "
          + "an agent only "
          + "once",
        "m.yaml:25:14: endpoints[1].price.input: found \"-0.15\", expected US dollars such as 0.15, "
          + "zero or more, "
          + "with at most six decimal places",
        "m.yaml:27:3: cluster.advertise: found nothing, expected the address by which other replicas "
          + "reach this one "
          + "(or server.public-url)",
        "m.yaml:27:9: cluster.node: found a replica over sqlite:muster.db, expected a log.url of postgres://",
        "MUSTER_ENGINE_LEASE_TERM: found \"30\", expected \(duration), from 1s to 3650d, or never",
        "--log.keep: found \"sometimes\", expected a number of records, a duration such as 30d, or all",
      ], "\(found.joined(separator: "\n"))")
  }

  @Test("goes on behind keys that are given again and again, at whatever depth and in quotes")
  func repeated() {
    let found = problems("a: 1\n\"a\": 2\na: 3\nlog: {keep: x, keep: all, keep: y}\nlog: {}\n'log': {kep: 1}")
    #expect(
      found == [
        "m.yaml:1:1: a: found the key more than once, expected it once",
        "m.yaml:2:1: a: found the key more than once, expected it once",
        "m.yaml:3:1: a: unknown key; did you mean \"log\"?",
        "m.yaml:4:1: log: found the key more than once, expected it once",
        "m.yaml:5:1: log: found the key more than once, expected it once",
        "m.yaml:6:9: log.kep: unknown key; did you mean \"keep\"?",
      ], "\(found.joined(separator: "\n"))")
  }

  @Test("counts lines and columns as editors do, whatever ends the lines")
  func lines() {
    #expect(problems("# é\r\nserver:\r\n  é: 1\r\n  port: x")[1].hasPrefix("m.yaml:4:9: "))
    #expect(
      problems("server:\r\n  'é': 1\r\n  port: 1\r\n  port: 2")[1].hasPrefix("m.yaml:3:3: server.port")
    )
    #expect(problems("\u{FEFF}port: 1\nport: 2").map { $0.prefix(10) } == ["m.yaml:1:1", "m.yaml:2:1"])
  }

  @Test("is the text of the error, a line each")
  func text() {
    #expect {
      try Settings.load(file: nil, overrides: ["server.port": "x", "log.keep": "y"])
    } throws: { "\($0)".split(separator: "\n").count == 2 }
  }
}
