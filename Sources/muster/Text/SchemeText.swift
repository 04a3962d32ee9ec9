import MusterLab

/// The kinds of trace for people.
struct SchemeText {
  let schemes: [TraceScheme]
  let width: Int

  var list: String {
    var text = "A trace is written SCHEME:PATH?KEY=VALUE&KEY=VALUE.\n\n"
    var list = TermList(width: width)
    for scheme in schemes {
      list.add(scheme.name, scheme.summary)
      list.add("", scheme.example)
    }
    text += list.text
    return text + "\n`muster traces SCHEME` tells more: keys, defaults, where it is from.\n"
  }

  /// All there is to say of each.
  var details: String { schemes.map(detail).joined(separator: "\n") }

  private func detail(_ scheme: TraceScheme) -> String {
    var text = "\(scheme.name): \(scheme.summary)\n"
    var facts = TermList(width: width)
    facts.add("reads", reads(scheme))
    facts.add("example", scheme.example)
    facts.add("from", scheme.source)
    facts.add("terms", scheme.licence)
    text += facts.text
    if !scheme.parameters.isEmpty {
      text += "\n  Keys\n"
      var list = TermList(width: width, indent: 4)
      for key in scheme.parameters {
        list.add(key.name, "\(key.meaning) (\(key.range); default: \(key.fallback))")
      }
      text += list.text
    }
    return text
  }

  private func reads(_ scheme: TraceScheme) -> String {
    switch scheme.path {
    case .none: "no file"
    case .needed(let what): what
    }
  }
}
