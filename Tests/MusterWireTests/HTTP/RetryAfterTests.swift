import MusterWire
import Testing

@Suite struct RetryAfterTests {
  /// 1994-11-06 08:49:37 UTC, the date of the RFC's examples.
  private static let example: Int64 = 784_111_777_000

  @Test(
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sunday, 06-Nov-94 08:49:37 GMT", 0),
      ("Sun Nov  6 08:49:37 1994", 0),
      ("Sun, 06 Nov 1994 08:50:37 GMT", 60_000), ("Sun Nov 16 08:49:37 1994", 864_000_000),
      ("Sun, 06 Nov 1994 08:49:36 GMT", 0), ("Mon, 01 Jan 1900 00:00:00 GMT", 0),
      ("Fri, 31 Dec 9999 23:59:59 GMT", 2_592_000_000), ("Tuesday, 01-Jan-30 00:00:00 GMT", 2_592_000_000),
      ("Tuesday, 01-Jan-50 00:00:00 GMT", 0),
      ("5", 5000), (" 5\t", 5000), ("0", 0), ("1.5", 1500), ("0.0001", 1),
      ("99999999999999999999", 2_592_000_000),
    ])
  func waits(header: String, milliseconds: Int64) {
    #expect(
      RetryAfter.milliseconds(retryAfter: header, nowUnixMilliseconds: Self.example) == milliseconds)
  }

  @Test(
    arguments: [
      "", "-1", "soon", "1e3", "1,5", ".", "1.2.3", "5 s", "Sun, 06 Nov 1994 08:49:37",
      "Sun, 31 Feb 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06-Nov-1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
      "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun Nov 6 08:49:37 1994",
      "Xyz, 06 Nov 1994 08:49:37 GMT", "Sun, 29 Feb 1900 00:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
    ])
  func whatCannotBeReadIsNil(header: String) {
    #expect(RetryAfter.milliseconds(retryAfter: header, nowUnixMilliseconds: Self.example) == nil)
  }

  @Test func millisecondsGoFirst() {
    func wait(_ seconds: String?, _ milliseconds: String?) -> Int64? {
      RetryAfter.milliseconds(
        retryAfter: seconds, retryAfterMilliseconds: milliseconds, nowUnixMilliseconds: Self.example)
    }
    #expect(wait("5", "250") == 250)
    #expect(wait("5", "250.4") == 251)
    #expect(wait("5", "x") == 5000)
    #expect(wait(nil, "7") == 7)
    #expect(wait(nil, nil) == nil)
  }

  @Test func anyPresentIsTaken() {
    for now in [Int64.min, 0, Int64.max] {
      let wait = RetryAfter.milliseconds(
        retryAfter: "Sunday, 06-Nov-94 08:49:37 GMT", nowUnixMilliseconds: now)
      #expect(wait.map { $0 >= 0 } ?? true)
    }
  }
}
