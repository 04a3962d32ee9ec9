/// The six types of a JSON value.
public enum JSONType: String, Hashable, Sendable {
  case object, array, string, number, boolean, null

  /// With its article, as errors name it.
  var phrase: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .boolean: "a boolean"
    case .null: "null"
    }
  }
}
