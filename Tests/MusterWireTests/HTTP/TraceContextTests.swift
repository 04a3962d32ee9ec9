import MusterWire
import Testing

@Suite struct TraceContextTests {
  private static let middle = "-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-"
  private static let example = "00\(middle)01"

  @Test func theExampleOfTheStandard() throws {
    let context = try TraceContext(
      traceparent: Self.example, tracestate: ["rojo=00f067aa0ba902b7", "congo=t61"])
    #expect(context.traceID.high == 0x0af7_6519_16cd_43dd && context.traceID.low == 0x8448_eb21_1c80_319c)
    #expect(context.spanID == 0xb7ad_6b71_6920_3331 && context.isSampled)
    #expect(context.traceparent == Self.example)
    #expect(context.state == "rojo=00f067aa0ba902b7,congo=t61")
    let child = try #require(context.child(spanID: 1))
    #expect(child.traceparent == "00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01")
    #expect(child.state == context.state)
    #expect(context.child(spanID: 0) == nil)
  }

  @Test(
    arguments: [
      ("cc", "01", "01"), ("cc", "01-what", "01"), ("01", "01-", "01"), ("00", "ff", "03"),
      ("00", "00", "00"),
    ] as [(String, String, String)])
  func laterVersionsAndFlagsAreTolerated(version: String, rest: String, flags: String) throws {
    let context = try TraceContext(traceparent: version + Self.middle + rest)
    #expect(context.traceparent == "00" + Self.middle + flags)
  }

  @Test(
    arguments: [
      ("", 0), ("00\(middle)0", 54), ("00\(middle)01-", 55), ("00\(middle)01x", 55), ("ff\(middle)01", 0),
      ("cc\(middle)01x", 55), ("0x\(middle)01", 1), ("00\(middle)0g", 54),
      ("00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", 4),
      ("00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", 2),
      ("00-00000000000000000000000000000000-b7ad6b7169203331-01", 3),
      ("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", 36),
    ] as [(String, Int)])
  func whatBreaksTheStandardIsRefused(header: String, offset: Int) {
    let error = wireError { () throws(WireError) in try TraceContext(traceparent: header) }
    #expect(error?.subject == "traceparent" && error?.offset == offset)
  }

  @Test(
    arguments: [
      ([], nil), ([""], nil), (["a=1"], "a=1"), ([" a=1 , ,b=2\t", "c=3"], "a=1,b=2,c=3"), (["a=1,a=2"], nil),
      (["A=1"], nil), (["a"], nil), (["a="], nil), (["=1"], nil), (["a=1=2"], nil), (["1a=1"], nil),
      (["1a@sys=1"], "1a@sys=1"), (["a@1=1"], nil), (["a@b@c=1"], nil), (["a_-*/0=x y"], "a_-*/0=x y"),
      (["a=é"], nil), (["a@abcdefghijklmn=1"], "a@abcdefghijklmn=1"), (["a@abcdefghijklmno=1"], nil),
    ] as [([String], String?)])
  func statePassesOrIsDropped(headers: [String], expected: String?) {
    #expect(TraceState.join(headers) == expected)
  }

  @Test func stateHasLimits() throws {
    let many = (0..<33).map { "k\($0)=v" }
    #expect(TraceState.join([many.joined(separator: ",")]) == nil)
    #expect(TraceState.join([many.dropLast().joined(separator: ",")]) != nil)
    let long = "long=" + String(repeating: "x", count: 200)
    let short = (0..<10).map { "s\($0)=" + String(repeating: "y", count: 50) }
    let state = try #require(TraceState.join([long] + short))
    #expect(state == short.prefix(9).joined(separator: ","))
    #expect(state.utf8.count <= 512)
    #expect(TraceState.join(["k=" + String(repeating: "x", count: 257)]) == nil)
  }
}
