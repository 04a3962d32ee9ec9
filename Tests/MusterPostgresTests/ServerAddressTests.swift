import MusterStore
import Testing

@testable import MusterPostgres

@Suite("The address of a PostgreSQL server") struct ServerAddressTests {
  @Test(
    "is named without its password",
    arguments: [
      ("postgres://u:secret@h:5/d?sslmode=prefer", "postgres://u@h:5/d"),
      ("postgresql://u@h/d?password=secret", "postgres://u@h/d"),
      ("postgres://u:s%65cret@a:1,b:2/d", "postgres://u@a:1,b:2/d"),
      ("postgres://u:secret@/d?host=/run/x&port=7", "postgres://u@/run/x:7/d"),
      ("postgres://h", "postgres://h/"),
    ])
  func named(url: String, name: String) throws {
    #expect(try ServerAddress(url: url).name == name)
  }

  @Test(
    "that cannot be understood is refused without showing its password",
    arguments: [
      "postgres://u:secret@h:5/d?what=is&password=secret", "postgres://u:secret/more@h/d",
      "postgres://u:1secret/more@h/d", "postgres://u:1?secret@h/d", "postgres://u:se@cret@h/d",
      "postgres://u:secret%zz@h/d", "postgres://u:se@cret@h:port/d?x=%", "host=h password=secret", "secret",
      "postgres://u:secret@[::1/d", "postgres://h/d?sslpassword=secret&y",
    ])
  func refused(url: String) throws {
    let error = #expect(throws: LogError.self) { try ServerAddress(url: url) }
    let line = "\(try #require(error))"
    #expect(!line.contains("cret") && !line.contains("\n"), "\(line)")
    #expect(line.contains("found") && line.contains("expected"))
  }

  @Test("keeps what its URL says, and adds what it does not") func defaults() throws {
    let parameters = try ServerAddress(url: "postgres://h/d?connect_timeout=9").parameters
    func values(_ keyword: String) -> [String] {
      parameters.filter { $0.keyword == keyword }.map(\.value)
    }
    #expect(values("connect_timeout") == ["9"])
    #expect(values("tcp_user_timeout") == ["10000"])
    #expect(values("keepalives_idle") == ["4"])
    #expect(values("host") == ["h"])
  }
}
