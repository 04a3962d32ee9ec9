/// A key as it is written in problems, flags and the reference: `endpoints[0].price.input`.
struct SettingKey: Sendable {
  let text: String
  /// Whether it belongs to a member of a list, which only the file can give.
  let isInList: Bool

  /// The settings as a whole.
  static let root = SettingKey(text: "", isInList: false)

  func child(_ name: String) -> SettingKey {
    SettingKey(text: text.isEmpty ? name : "\(text).\(name)", isInList: isInList)
  }

  func member(_ index: Int) -> SettingKey { SettingKey(text: "\(text)[\(index)]", isInList: true) }

  /// The environment variable that gives it; nil for members of lists.
  var variable: String? { isInList ? nil : SettingKey.variable(of: text) }

  /// `server.header-timeout` is `MUSTER_SERVER_HEADER_TIMEOUT`.
  static func variable(of key: String) -> String {
    "MUSTER_" + String(key.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 })
  }
}
