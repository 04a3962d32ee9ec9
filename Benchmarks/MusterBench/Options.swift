/// What the command line asks for.
struct Options {
  /// Where to write the sheet in Markdown, if anywhere.
  var markdown: String?
  /// The benchmarks to run; empty for all.
  var names: [String] = []

  init(_ arguments: [String], known: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--markdown" {
        guard let file = rest.popFirst() else {
          throw BenchError(found: "--markdown and no more", expected: "a file")
        }
        markdown = file
      } else if known.contains(argument) {
        names.append(argument)
      } else {
        throw BenchError(
          found: "\"\(argument)\"", expected: "--markdown FILE or one of \(known.joined(separator: ", "))")
      }
    }
  }
}
