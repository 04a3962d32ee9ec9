import Crypto
import MusterCore
import Synchronization

/// The API keys in force, for a look at every request without a turn in the shell.
final class KeyRing: Sendable {
  private struct Entry {
    var hash: [UInt8]
    var identity: Identity
  }

  /// By the first bytes of the hash: the key has 256 random bits, so that a prefix tells nothing of use.
  private let entries = Mutex<[UInt64: [Entry]]>([:])

  /// Takes the place of all keys before.
  func replace(_ keys: [(APIKey, tenant: String)]) {
    var all: [UInt64: [Entry]] = [:]
    for (key, tenant) in keys where !key.isRevoked {
      let identity = Identity(tenant: tenant, scopes: key.scopes, key: key.id)
      all[Self.prefix(key.hash), default: []].append(Entry(hash: key.hash, identity: identity))
    }
    entries.withLock { $0 = all }
  }

  /// Whose key it is; nil if it is nobody's.
  func identity(of secret: String) -> Identity? {
    let hash = Array(SHA256.hash(data: Array(secret.utf8)))
    let candidates = entries.withLock { $0[Self.prefix(hash)] ?? [] }
    return candidates.first { Self.isEqual($0.hash, hash) }?.identity
  }

  var isEmpty: Bool { entries.withLock { $0.isEmpty } }

  private static func prefix(_ hash: [UInt8]) -> UInt64 {
    hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// In a time that does not depend on where the bytes differ.
  private static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
