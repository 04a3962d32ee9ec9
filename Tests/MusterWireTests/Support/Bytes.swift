import MusterWire
import Testing

/// The bytes of `text`.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The text of `bytes`.
func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

/// The error that `body` throws; nil if it throws none.
func wireError<Value>(_ body: () throws(WireError) -> Value) -> WireError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
