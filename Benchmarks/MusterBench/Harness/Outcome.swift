/// What came out of a benchmark.
struct Outcome {
  /// Without the benchmark's name, which the harness knows.
  struct Body {
    var rows: [Row] = []
    /// What has to be known to read the rows.
    var notes: [String] = []
    /// What must not be: peers that disagree, work that was lost.
    var faults: [String] = []

    /// Nothing was measured, and why.
    static func skipped(_ why: String) -> Body { Body(notes: ["Skipped: \(why)."]) }

    /// Notes that both sides did the same, or that they did not.
    mutating func check(_ what: String, _ ours: String?, _ theirs: String?) {
      guard let ours, let theirs else { return }
      if ours == theirs {
        notes.append("Same on both sides: \(what) (\(ours)).")
      } else {
        faults.append("Not the same on both sides: \(what) (\(ours) here, \(theirs) there).")
      }
    }
  }

  var name: String
  var title: String
  var body: Body

  var faults: [String] { body.faults }
}
