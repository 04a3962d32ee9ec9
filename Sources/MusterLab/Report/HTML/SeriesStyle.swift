/// How a policy is drawn everywhere in a report: colour, dash and marker together, so that no two of the
/// first dozens look alike and none is told by its colour alone.
struct SeriesStyle {
  /// The class that the style sheet gives a colour, light and dark.
  let colourClass: String
  /// The `stroke-dasharray`.
  let dash: String
  private let shape: Int

  /// The style of the policy at a position of the comparison.
  init(_ index: Int) {
    colourClass = "c\(index % Self.colourCount)"
    dash = ["none", "7 4", "2 3", "9 3 2 3"][index % 4]
    shape = index % 5
  }

  /// How many colours the style sheet has.
  static let colourCount = 6

  /// The marker around the origin, about 10 pixels across.
  var markerPath: String {
    switch shape {
    case 0: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z"
    case 1: "M-4 -4H4V4H-4Z"
    case 2: "M0 -5L5 4H-5Z"
    case 3: "M0 -5.5L5.5 0L0 5.5L-5.5 0Z"
    default: "M-1.7 -5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7Z"
    }
  }
}
