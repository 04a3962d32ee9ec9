import Crypto

/// Signs what a webhook is told, so that the receiver knows who tells it, and when.
///
/// The signature is HMAC-SHA256 over the time in Unix seconds, a full stop and the body. A receiver computes it anew
/// and refuses old times, so that a call that was listened to cannot be repeated later.
enum WebhookSignature {
  /// The value of `X-Muster-Signature`: `t=UNIX,v1=HEX`.
  static func header(_ body: [UInt8], secret: String, unixSeconds: Int64) -> String {
    let key = SymmetricKey(data: Array(secret.utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Array("\(unixSeconds).".utf8) + body, using: key)
    let digits = Array("0123456789abcdef".utf8)
    let hex = code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return "t=\(unixSeconds),v1=\(String(decoding: hex, as: UTF8.self))"
  }
}
