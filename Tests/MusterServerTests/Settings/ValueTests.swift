import MusterCore
import Testing

@testable import MusterServer

@Suite("A value of the settings") struct ValueTests {
  @Test(
    "is a duration with its unit",
    arguments: [
      ("500ms", 500_000_000), ("30s", 30_000_000_000), ("5m", 300_000_000_000), ("2h", 7_200_000_000_000),
      ("1d", 86_400_000_000_000), ("0s", 0), ("90s", 90_000_000_000),
    ] as [(String, Int64)])
  func durations(text: String, nanoseconds: Int64) {
    #expect(UnitText.duration.value(of: text) == nanoseconds)
    #expect(UnitText.duration.text(of: nanoseconds) == text)
  }

  @Test(
    "is no duration",
    arguments: [
      "", "30", "s", "1.5s", "-1s", "30 s", "30S", "1w", "106752d", "99999999999999999999s", "_1s", "1_s",
    ])
  func badDurations(text: String) { #expect(UnitText.duration.value(of: text) == nil) }

  @Test(
    "is a size with its unit",
    arguments: [("64KiB", 65536), ("8MiB", 8_388_608), ("1GiB", 1 << 30), ("5B", 5)])
  func sizes(text: String, bytes: Int64) {
    #expect(UnitText.size.value(of: text) == bytes)
    #expect(UnitText.size.text(of: bytes) == text)
  }

  @Test("is no size", arguments: ["64", "64KB", "64K", "1.5MiB", "9999999999999GiB"])
  func badSizes(text: String) { #expect(UnitText.size.value(of: text) == nil) }

  @Test(
    "is money, exactly",
    arguments: [
      ("0.15", 150_000), ("0.000001", 1), ("2.5", 2_500_000), ("12", 12_000_000), ("0", 0), ("0.1", 100_000),
      ("4503599627.370497", 4_503_599_627_370_497), ("9223372036854.775807", .max), ("-3.000001", -3_000_001),
    ] as [(String, Int64)])
  func money(text: String, microDollars: Int64) {
    #expect(MoneyText.microDollars(text) == microDollars)
    #expect(MoneyText.text(of: microDollars) == text)
  }

  @Test(
    "is no money",
    arguments: [
      "", ".", "-", "1.", ".5", "0.0000001", "1e3", "$1", "1,5", "1.2.3", "9223372036854.775808", "--1",
    ])
  func badMoney(text: String) { #expect(MoneyText.microDollars(text) == nil) }

  @Test(
    "is a host", arguments: ["localhost", "a.example.com", "10.0.0.1", "::1", "fe80::1", "a_b", "0.0.0.0"])
  func hosts(text: String) { #expect(HostName.isValid(text)) }

  @Test(
    "is no host",
    arguments: ["", "a b", "a:80", "256.1.1.1", "1.2.3", "-a", "a..b", "http://a", "01.2.3.4", ":::"])
  func badHosts(text: String) { #expect(!HostName.isValid(text)) }

  @Test("is a loopback host, or not")
  func loopback() {
    for host in ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST"] {
      #expect(HostName.isLoopback(host))
    }
    for host in ["0.0.0.0", "::", "128.0.0.1", "127.example.com", "example.com"] {
      #expect(!HostName.isLoopback(host))
    }
  }

  @Test(
    "is a web address",
    arguments: [
      ("https://api.example.com/v1", "https://api.example.com/v1"), ("HTTP://h:8080/", "http://h:8080"),
      ("http://[::1]:9/a%20b/", "http://[::1]:9/a%20b"),
    ])
  func addresses(text: String, written: String) { #expect(WebAddress(text)?.description == written) }

  @Test(
    "is no web address",
    arguments: [
      "", "h", "ftp://h", "http://", "http://h:0", "http://h:70000", "http://u@h", "http://u:p@h",
      "http://h?q=1",
      "http://h#f", "http://a b", "http:/h", "//h",
    ])
  func badAddresses(text: String) { #expect(WebAddress(text) == nil) }

  @Test("is the place of a log")
  func logs() throws {
    #expect(LogAddress("memory:") == .memory)
    #expect(LogAddress("sqlite:a/b.db") == .sqlite(path: "a/b.db"))
    for text in [
      "", "sqlite:", "sqlite://a", "memory", "mysql://h/d", "postgres://h", "postgres://h/", "x.db",
    ] {
      #expect(LogAddress(text) == nil, "\(text)")
    }
    guard case .postgres(let address) = LogAddress("postgres://u:p%40ss@h:5433/d?sslmode=require") else {
      Issue.record("no address")
      return
    }
    #expect(address.host == "h" && address.port == 5433 && address.database == "d" && address.user == "u")
    #expect(address.password == Secret("p@ss") && address.options == "sslmode=require")
    #expect(address.description == "postgres://u@h:5433/d?sslmode=require")
    #expect(LogAddress("postgres://h/d?password=x") == nil)
  }

  @Test("is how much history is kept")
  func keep() {
    #expect(LogKeep("all") == .all && LogKeep("1_000") == .records(1000))
    #expect(LogKeep("30d") == .duration(30 * Span.day))
    for text in ["", "0", "0d", "-1", "30 days"] { #expect(LogKeep(text) == nil) }
  }
}
