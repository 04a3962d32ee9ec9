import MusterLab

/// The kinds of trace for people.
struct SchemeText {
  let schemes: [TraceScheme]
  let width: Int

  var list: String {
    var text = "A trace is written SCHEME:PATH?KEY=VALUE&KEY=VALUE.\n\n"
    var list = TermList(width: width)
    for scheme in schemes { list.add(scheme.name, "\(scheme.summary); \(scheme.example)") }
    text += list.text
    return text + "\n`muster traces SCHEME` tells more: keys, defaults, where it is from.\n"
  }

  func detail(_ name: String) throws(Failure) -> String {
    guard let scheme = schemes.first(where: { $0.name == name }) else {
      let nearest = NearestWord.to(name, among: schemes.map(\.name)).map { " (nearest: \($0))" } ?? ""
      throw .user(
        "trace \"\(name)\": found no such scheme\(nearest), expected one of "
          + schemes.map(\.name).joined(separator: ", "))
    }
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
        list.add("\(key.name)=\(key.fallback)", "\(key.meaning) (\(key.range))")
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
