/// One key of a part of the settings: the table's row. It is read, shown, explained and exemplified from
/// here, and its default is what a fresh `Root` holds.
struct Field<Root: Sendable>: Sendable {
  let name: String
  /// What the reference says of it and of all below it.
  let note: FieldNote
  /// Takes what the sources give, checks it and sets it.
  let read: @Sendable (inout Reading, Tree?, SettingKey, inout Root) -> Void
  /// The value as it is written; nil where there is none.
  let show: @Sendable (Root) -> Shown?
}

/// The part of a ``Field`` that does not depend on what it is a field of.
struct FieldNote: Sendable {
  enum Shape: Sendable {
    case value
    case section([(name: String, note: FieldNote)])
    /// A list of sections.
    case records([(name: String, note: FieldNote)])
  }
  /// The kind of a secret, which is a section.
  static let secret = "secret"
  /// The kind of names with texts, which only the file can give.
  static let pairs = "names with texts"

  let shape: Shape
  /// How its kind is called: `duration`.
  let kind: String
  /// One line for people.
  let meaning: String
  /// The value that it has when it is not given; nil for none.
  var standard: Shown?
  /// A value to show, for keys without default.
  var example: Shown?
  var isRequired = false
}

/// A value as it is written in a file.
indirect enum Shown: Sendable, Equatable {
  case text(String)
  case list([Shown])
  case map([(name: String, value: Shown)])

  static func == (a: Shown, b: Shown) -> Bool {
    switch (a, b) {
    case (.text(let a), .text(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)): a.map(\.name) == b.map(\.name) && a.map(\.value) == b.map(\.value)
    default: false
    }
  }
}

/// A part of the settings that is described by a table of its own.
protocol SettingsSection: Sendable, Equatable {
  /// All defaults.
  init()
  static var fields: [Field<Self>] { get }
}
