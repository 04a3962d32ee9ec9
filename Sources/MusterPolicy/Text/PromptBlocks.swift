import MusterCore
import MusterMath

/// The blocks of a prompt for ``Task/prefix``: each whole block of ``blockBytes`` bytes, hashed with all before it, so
/// that two prompts share as many numbers in front as they share blocks. What is left over at the end is no block:
/// caches keep whole ones. The same bytes give the same blocks on every host. O(bytes).
public enum PromptBlocks {
  /// About 512 tokens of English.
  public static let blockBytes = 2048

  /// The blocks of a prompt, at most ``Task/prefixLimit``.
  public static func blocks(of prompt: [UInt8]) -> [UInt32] {
    prompt.withUnsafeBytes { bytes in
      var blocks: [UInt32] = []
      var hash: UInt64 = 0
      for block in 0..<min(bytes.count / blockBytes, Task.prefixLimit) {
        for word in 0..<blockBytes / 8 {
          let offset = block * blockBytes + 8 * word
          hash = Mix.hash(
            hash, UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        }
        blocks.append(UInt32(truncatingIfNeeded: hash))
      }
      return blocks
    }
  }
}
