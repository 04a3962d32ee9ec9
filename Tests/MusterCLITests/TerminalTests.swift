import Foundation
import Glibc
import Testing

/// A bar on a terminal, and only there.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct TerminalTests {
  @Test func aBarOnATerminal() throws {
    let scratch = try TinyCluster.scratch()
    let (master, slave) = try Self.terminal()
    defer { close(master) }
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

  /// The two ends of a new terminal.
  private static func terminal() throws -> (master: Int32, slave: Int32) {
    // As openpt and its like do, which this C library does not show to Swift: TIOCSPTLCK and TIOCGPTN.
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var lock: Int32 = 0
    var number: Int32 = 0
    try #require(
      master >= 0 && ioctl(master, 0x4004_5431, &lock) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
    let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    return (master, slave)
  }
}
