import MusterLab
import MusterPolicy

/// The catalogue of words for people.
struct WordText {
  let catalogue: Catalogue
  let width: Int

  /// Every word by its role, then the shorthands.
  var list: String {
    var text =
      "A policy is a sentence: screens | scores | match, as in \"feasible | fragmentation | best\".\n"
    for role in Word.Role.allCases {
      text += "\n\(Self.title(role))\n"
      var list = TermList(width: width)
      for word in catalogue.words where word.role == role { list.add(Self.form(word), word.meaning) }
      text += list.text
    }
    text += "\nShorthands: one word for a whole sentence\n"
    var list = TermList(width: width)
    for shorthand in catalogue.shorthands { list.add(shorthand.name, shorthand.sentence) }
    text += list.text + "\nWith hindsight, in `compare` and `replay` where the trace knows every outcome\n"
    list = TermList(width: width)
    for row in Hindsight.allCases { list.add(row.rawValue, row.meaning) }
    return text + list.text + "\n`muster policies WORD` tells more: parameters, ranges, where it is from.\n"
  }

  /// What the formulas of --reward are made of.
  var reward: String {
    var text = "A reward is a formula over what is known of an outcome; every part of it must be bounded.\n"
    for section in RewardReference.sections {
      text += "\n\(section.title)\n"
      var list = TermList(width: width)
      for entry in section.entries { list.add(entry.term, entry.meaning) }
      text += list.text
    }
    return text + "\nExamples\n" + RewardReference.examples.map { "  \($0)\n" }.joined()
  }

  /// All there is to say of a word, of a shorthand, or of both where they share a name.
  func detail(_ name: String) throws(CommandFailure) -> String {
    var parts: [String] = []
    if let word = catalogue.word(name) { parts.append(detail(word)) }
    if let shorthand = catalogue.shorthand(name) { parts.append(detail(shorthand)) }
    guard parts.isEmpty else { return parts.joined(separator: "\n") }
    // Read as a sentence, it is told what the nearest word is.
    return "\(try PolicyChoice(name).meaning)\n"
  }

  private func detail(_ word: Word) -> String {
    var text = "\(Self.form(word)): \(Self.kind(word.role))\n"
    text += Paragraph.lines(word.meaning, width: width - 2).map { "  \($0)\n" }.joined()
    if word.needsScore { text += "  Goes by scores: a score must come before it.\n" }
    text += "  From: \(word.source)\n"
    if !word.parameters.isEmpty {
      text += "\n  Parameters\n"
      var list = TermList(width: width, indent: 4)
      for parameter in word.parameters {
        list.add(
          "\(parameter.name): \(parameter.standard)",
          "\(parameter.meaning) (\(parameter.expectation))")
      }
      text += list.text
    }
    let uses = catalogue.shorthands.filter { $0.sentence.contains(word.name) && Self.uses($0, word) }
    if !uses.isEmpty {
      text += "\n  Used by\n"
      var list = TermList(width: width, indent: 4)
      for shorthand in uses { list.add(shorthand.name, shorthand.sentence) }
      text += list.text
    }
    return text
  }

  private func detail(_ shorthand: Shorthand) -> String {
    "\(shorthand.name) = \(shorthand.sentence)\n"
      + Paragraph.lines(shorthand.meaning, width: width - 2).map { "  \($0)\n" }.joined()
      + "  From: \(shorthand.source)\n"
  }

  private static func uses(_ shorthand: Shorthand, _ word: Word) -> Bool {
    (try? Sentence(shorthand.sentence))?.phrases.contains { $0.word.name == word.name } ?? false
  }

  /// The word as it is written with its parameters, the weight that every score has apart.
  private static func form(_ word: Word) -> String {
    let parameters = word.parameters.filter { $0 != Word.weight }
    guard !parameters.isEmpty else { return word.name }
    return "\(word.name)(\(parameters.map { "\($0.name): \($0.standard)" }.joined(separator: ", ")))"
  }

  private static func kind(_ role: Word.Role) -> String {
    switch role {
    case .screen: "a screen"
    case .score: "a score"
    case .match: "a match"
    case .effort: "an effort"
    }
  }

  private static func title(_ role: Word.Role) -> String {
    switch role {
    case .screen: "Screens keep the agents that may be considered"
    case .score: "Scores value them and add up, each times its weight: fragmentation(weight: 0.5)"
    case .match: "Matches choose; `best` goes without saying"
    case .effort: "Efforts say how much work is done: feasible | thompson | best | turns(p75)"
    }
  }
}
