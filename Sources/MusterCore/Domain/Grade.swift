/// How well work did by one criterion, as a grader told it with the report.
public struct Grade: Sendable, Equatable {
  /// What was graded: the name of a rubric's criterion, or any other.
  public var name: String
  /// From 0, not met at all, to 1, met in full.
  public var value: Double

  public init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }

  /// How many a report may bring.
  public static let limit = 64
  /// How many bytes of UTF-8 a name may have.
  public static let nameLimit = 64
}

extension Report {
  /// Throws where the grades are too many, out of range or doubled: the name of the first that is wrong.
  func checkGrades() throws(EngineError) {
    guard grades.count <= Grade.limit else {
      throw .malformed(part: "grades", found: "\(grades.count)", expected: "at most \(Grade.limit)")
    }
    for (index, grade) in grades.enumerated() {
      guard !grade.name.isEmpty, grade.name.utf8.count <= Grade.nameLimit else {
        throw .malformed(
          part: "grade", found: "\"\(grade.name)\"", expected: "a name of 1 to \(Grade.nameLimit) bytes")
      }
      guard grade.value >= 0, grade.value <= 1 else {
        throw .malformed(
          part: "grade \"\(grade.name)\"", found: "\(grade.value)", expected: "a number from 0 to 1")
      }
      guard !grades[..<index].contains(where: { $0.name == grade.name }) else {
        throw .malformed(part: "grade \"\(grade.name)\"", found: "it twice", expected: "each name once")
      }
    }
  }
}
