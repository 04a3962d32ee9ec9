import MusterLab

/// The methods of training for people.
struct TrainingText {
  let width: Int

  /// Every method with what can be set.
  var list: String {
    var text = "A method is trained by `muster train METHOD --trace SPEC --out FILE`.\n"
    for method in TrainingMethod.all {
      text += "\n\(method.name): \(method.summary)\n"
      text += Paragraph.lines("From: \(method.source)", width: width - 2).map { "  \($0)\n" }.joined()
      text += "\n  Settings, as --set KEY=VALUE\n"
      var list = TermList(width: width, indent: 4)
      for setting in method.settings {
        list.add(setting.name, "\(setting.meaning) (\(setting.range); default: \(setting.fallback))")
      }
      text += list.text
    }
    return text
  }
}
