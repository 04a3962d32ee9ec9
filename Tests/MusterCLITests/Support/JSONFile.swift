import Foundation
import Testing

/// JSON as the scripts of others read it.
enum JSONFile {
  static func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  static func objects(_ value: Any?) throws -> [[String: Any]] { try #require(value as? [[String: Any]]) }
}
