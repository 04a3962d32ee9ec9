import Foundation
import MusterStore

/// Looks for committed transactions that SQLite would lose from a damaged write-ahead log.
///
/// SQLite believes a write-ahead log up to the first frame whose checksum is wrong, and forgets what follows
/// without a word: after a crash, that is an unfinished transaction. But where a commit of the same generation
/// stands at or behind the bad frame, records were lost that may have been acknowledged. SQLite would go on to
/// overwrite them; this looks first.
///
/// It cannot see a log that was cut off, or one whose last commit lost its marks: on the disk, both look just
/// like a crash.
///
/// The format: a header of 32 bytes (magic, version, page size, checkpoint number, two salts, two checksums),
/// then frames of 24 bytes and a page (page number, database size in pages if it commits, salts, checksums), all
/// big-endian; https://www.sqlite.org/fileformat2.html#walformat. O(size of the file).
package struct WALScan {
  private let file: OpenFile
  private let header: Header

  /// What is wrong with the file, or nil if SQLite will lose nothing of it.
  package static func finding(path: String) throws(LogError) -> String? {
    guard let size = LogFiles.size(path), size > headerSize else { return nil }
    let file = try OpenFile(path, O_RDONLY)
    guard let header = Header(try file.read(at: 0, count: headerSize)) else {
      return "a write-ahead log with a damaged header"
    }
    return try WALScan(file: file, header: header).findLostCommit()
  }

  private func findLostCommit() throws(LogError) -> String? {
    var sums = header.sums
    var firstBad: Int?
    let frameSize = Self.frameHeaderSize + header.pageSize
    for index in 0... {
      let frame = try file.read(
        at: Int64(Self.headerSize) + Int64(index) * Int64(frameSize), count: frameSize)
      guard frame.count == frameSize else { return nil }
      let ours = frame.word(8) == header.salts.0 && frame.word(12) == header.salts.1
      if firstBad == nil {
        sums = header.sum(frame[8 + 16..<frameSize], after: header.sum(frame[0..<8], after: sums))
        if ours, frame.word(16) == sums.0, frame.word(20) == sums.1 { continue }
        firstBad = index
      }
      if ours, frame.word(4) != 0 {
        return "a write-ahead log damaged at frame \(firstBad ?? index), with a commit in frame \(index)"
      }
    }
    return nil
  }

  private static let headerSize = 32
  private static let frameHeaderSize = 24

  private struct Header {
    let pageSize: Int
    let salts: (UInt32, UInt32)
    let sums: (UInt32, UInt32)
    let bigEndian: Bool

    init?(_ bytes: [UInt8]) {
      guard bytes.count == headerSize, bytes.word(0) & ~1 == 0x377F_0682 else { return nil }
      pageSize = Int(bytes.word(8))
      salts = (bytes.word(16), bytes.word(20))
      sums = (bytes.word(24), bytes.word(28))
      bigEndian = bytes.word(0) & 1 == 1
      let expected = sum(bytes[0..<24], after: (0, 0))
      let sound = pageSize.nonzeroBitCount == 1 && (512...65536).contains(pageSize)
      guard sound, expected == sums else { return nil }
    }

    /// SQLite's checksum over pairs of words, continued.
    func sum(_ bytes: ArraySlice<UInt8>, after sums: (UInt32, UInt32)) -> (UInt32, UInt32) {
      bytes.withUnsafeBytes { raw in
        var (a, b) = sums
        for offset in stride(from: 0, to: raw.count & ~7, by: 8) {
          let x = raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
          let y = raw.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
          a &+= (bigEndian ? UInt32(bigEndian: x) : UInt32(littleEndian: x)) &+ b
          b &+= (bigEndian ? UInt32(bigEndian: y) : UInt32(littleEndian: y)) &+ a
        }
        return (a, b)
      }
    }
  }
}

extension [UInt8] {
  /// The four bytes from an offset on, most significant first.
  fileprivate func word(_ offset: Int) -> UInt32 {
    self[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
