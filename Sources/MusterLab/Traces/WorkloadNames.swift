import MusterCore

extension Workload {
  /// Takes over the names of a vocabulary, those that every engine knows left out. Defining them in this
  /// order gives them the same indices in a new engine.
  mutating func define(_ vocabulary: Vocabulary) {
    let known = Vocabulary()
    names = []
    for space in NameSpace.allCases {
      for name in vocabulary.names(in: space) where known.index(of: name, in: space) == nil {
        names.append((space, name))
      }
    }
  }
}

extension Vocabulary {
  /// The index of a name, added if it is new. Throws where the trace has more names than an engine has room
  /// for.
  mutating func index(
    of name: String, in space: NameSpace, from file: String, line: Int, column: String
  ) throws(TraceError) -> UInt32 {
    if let index = intern(name, in: space) { return index }
    throw TraceError(
      .outOfRange, file: file, line: line, column: .name(column), found: "one name more, \"\(name)\"",
      expected: "at most \(space.limit)")
  }
}
