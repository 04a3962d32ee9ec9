import Foundation
import Glibc
import Testing

/// A bar on a terminal, and only there.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct TerminalTests {
  @Test func aBarOnATerminal() throws {
    let scratch = try TinyCluster.scratch()
    let master = posix_openpt(O_RDWR | O_NOCTTY)
    try #require(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0)
    defer { close(master) }
    let name = try #require(ptsname(master))
    let slave = open(name, O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    let run = try Program.start(
      ["compare", "--trace", TinyCluster.spec, "--policy", "fgd", "--seeds", "20000"], in: scratch,
      terminal: slave)
    close(slave)
    var seen = Data()
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(master, &buffer, buffer.count)
      // The other end closes with an error on Linux, when the program ends.
      if count <= 0 { break }
      seen.append(contentsOf: buffer[..<count])
    }
    #expect(try run.finish().code == 0)
    let text = String(decoding: seen, as: UTF8.self)
    #expect(text.contains("compare"))
    #expect(text.contains("/20000"))
    // It takes itself back.
    #expect(text.hasSuffix("\r\u{1B}[K"))
  }
}
