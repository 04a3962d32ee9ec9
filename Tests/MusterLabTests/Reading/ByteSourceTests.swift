import MusterLab
import Testing

@Suite("Bytes of a file, plain and gzip")
struct ByteSourceTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  @Test("A compressed file reads as what was compressed")
  func compressed() throws {
    let path = try scratch.write("t.csv.gz", compressedTable)
    #expect(try rows(of: path) == [["a", "b"], ["1", "2"], ["3", "4"]])
  }

  @Test("The content decides, not the name: gzip without .gz is read too")
  func misnamed() throws {
    let path = try scratch.write("t.csv", compressedTable)
    #expect(try rows(of: path).count == 3)
  }

  @Test("Members one after the other are one file, zero padding behind them none", arguments: [0, 1, 700])
  func members(padding: Int) throws {
    let first = Array("a,b\n1".utf8)
    let second = Array(",2\n3,4".utf8)
    let zeros = [UInt8](repeating: 0, count: padding)
    let path = try scratch.write("t.csv.gz", gzipped(first) + gzipped([]) + gzipped(second) + zeros)
    #expect(try rows(of: path) == [["a", "b"], ["1", "2"], ["3", "4"]])
  }

  @Test(
    "A gzip file cut anywhere is an error, wherever the cut",
    arguments: [compressedTable, gzipped(table, blockSize: 7)])
  func cut(whole: [UInt8]) throws {
    for length in 0..<whole.count {
      let path = try scratch.write("t.csv.gz", whole[..<length])
      let error = fault { () throws(TraceError) in _ = try rows(of: path) }
      #expect(error?.kind == .corruptGzip, "cut to \(length) bytes")
    }
  }

  @Test("A cut between the blocks of a large file is an error, and the rows before it were sound")
  func cutLarge() throws {
    let content = Array(String(repeating: "12345,67890\n", count: 100_000).utf8)
    let whole = gzipped(content)
    let path = try scratch.write("large.csv.gz", whole[..<(whole.count / 2)])
    var sound = 0
    let error = fault { () throws(TraceError) in
      var csv = try CSVReader(path: path, columns: ["a", "b"])
      while try csv.advance() {
        sound += 1
        guard try csv.wholeNumber(0) == 12345, try csv.wholeNumber(1) == 67890 else { return }
      }
    }
    #expect(
      error.map { scratch.shortened("\($0)") }
        == "large.csv.gz: found a gzip stream that ends early, expected a whole gzip stream")
    #expect(sound > 10_000 && sound < 100_000)
  }

  @Test("A changed byte is an error or changes nothing")
  func damaged() throws {
    let whole = gzipped(Self.table, blockSize: 7)
    let sound = try rows(of: try scratch.write("t.csv.gz", whole))
    for index in whole.indices {
      for mask: UInt8 in [1, 0x80, 0xFF] {
        var damaged = whole
        damaged[index] ^= mask
        let path = try scratch.write("t.csv.gz", damaged)
        do throws(TraceError) {
          #expect(try rows(of: path) == sound, "byte \(index)")
        } catch {
          #expect(error.kind == .corruptGzip, "byte \(index)")
        }
      }
    }
  }

  static let table = Array("a,b\n1,2\n3,4\n".utf8)

  @Test(
    "What is not readable says why",
    arguments: [
      ("empty.gz", [], "empty.gz: found a file that does not begin as gzip, expected a whole gzip stream"),
      ("plain.gz", table, "plain.gz: found a file that does not begin as gzip, expected a whole gzip stream"),
      (
        "tail.gz", gzipped(table) + [7],
        "tail.gz: found bytes after the gzip stream that are not gzip, expected a whole gzip stream"
      ),
      (
        "crc.gz", gzipped(table).dropLast(5) + [9, 12, 0, 0, 0],
        "crc.gz: found a damaged gzip stream (incorrect data check), expected a whole gzip stream"
      ),
    ] as [(String, [UInt8], String)])
  func messages(name: String, content: [UInt8], message: String) throws {
    let path = try scratch.write(name, content)
    let error = fault { () throws(TraceError) in _ = try lines(of: path) }
    #expect(error.map { scratch.shortened("\($0)") } == message)
  }

  @Test("A missing file and a directory are unreadable", arguments: Format.allCases)
  func unreadable(format: Format) throws {
    let missing = fault { () throws(TraceError) in _ = try format.count("\(scratch.path)/none.csv") }
    #expect(missing?.kind == .unreadable)
    #expect(
      missing.map { scratch.shortened("\($0)") }
        == "none.csv: found nothing to read (No such file or directory), expected a file that can be read")
    let directory = fault { () throws(TraceError) in _ = try format.count(scratch.path) }
    #expect(directory?.kind == .unreadable)
  }
}

private let table = ByteSourceTests.table
