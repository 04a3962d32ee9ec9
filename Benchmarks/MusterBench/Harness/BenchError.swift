/// What was found and what was expected.
struct BenchError: Error, CustomStringConvertible {
  var found: String
  var expected: String
  var description: String { "found \(found), expected \(expected)" }
}
