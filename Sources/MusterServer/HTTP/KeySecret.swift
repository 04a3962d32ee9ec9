import Crypto
import MusterCore

/// An API key as its holder has it: `mk_` and 43 characters of 256 random bits.
struct KeySecret: Sendable {
  let text: String

  /// A new one, from the system's cryptographic source.
  static func make() -> KeySecret {
    let bits = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var text = "mk_"
    var buffer: UInt32 = 0
    var count = 0
    for byte in bits {
      buffer = buffer << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(alphabet[Int(buffer >> UInt32(count)) & 63])
      }
    }
    if count > 0 { text.append(alphabet[Int(buffer << UInt32(6 - count)) & 63]) }
    return KeySecret(text: text)
  }

  /// SHA-256, all that the log keeps. A key has 256 random bits, so that no slow hash is needed.
  var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}

extension Session {
  /// Makes a key known.
  mutating func addKey(_ secret: KeySecret, name: String, tenant: String, scopes: Scopes) throws -> APIKey {
    let key = APIKey(
      id: state.annex.nextKey, name: name, tenant: TenantID(try intern(tenant, in: .tenant)), scopes: scopes,
      createdAt: now, hash: secret.hash)
    try handle(.note(subject: key.id, tag: NoteTag.apiKey.rawValue, bytes: key.bytes))
    return key
  }
}
