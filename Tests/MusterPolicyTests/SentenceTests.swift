import MusterCore
import MusterMath
@testable import MusterPolicy
import Testing

@Suite("A sentence") struct SentenceTests {
  @Test(
    "is completed",
    arguments: [
      ("fragmentation", "feasible | fragmentation | best"), ("best", "feasible | best"),
      ("skills", "skills | best"), ("sample | least-loaded", "feasible | sample | least-loaded | best"),
      ("random | top(2)", "feasible | random | top(n: 2) | best"), ("fgd", "feasible | fragmentation | best"),
      ("round-robin", "feasible | round-robin"), ("random", "feasible | random | best"),
      ("power-of-two", "feasible | least-loaded(by: tasks) | power-of-two"),
      ("least-loaded(by: mean)", "feasible | least-loaded(by: mean) | best"),
      ("fewest-tasks", "feasible | least-loaded(by: tasks) | best"),
    ])
  func completion(text: String, meaning: String) throws {
    #expect(try Sentence(text).description == meaning)
  }

  @Test(
    "may be spaced as one likes, and its arguments named or not",
    arguments: [
      "feasible|least-loaded(tasks,2)|top(5)|sampled(0.5)",
      "  feasible |\tleast-loaded ( by : tasks , weight : 2 ) \n| top( n:5 ) | sampled(temperature: .5)",
      "feasible | least-loaded(weight: 2.0, by: tasks) | top(5) | sampled(5e-1)",
      "feasible() | least-loaded(tasks, weight: +2) | top(05) | sampled(0.50)",
    ])
  func notation(text: String) throws {
    let canonical = "feasible | least-loaded(by: tasks, weight: 2) | top(n: 5) | sampled(temperature: 0.5)"
    #expect(try Sentence(text).description == canonical)
    #expect(try Sentence(text) == Sentence(canonical))
  }

  @Test(
    "has paths in quotes where it would not take them otherwise",
    arguments: [
      ("a.muster", "a.muster"), ("out/a-1.muster", "out/a-1.muster"), ("teams", "teams"),
      ("2025-11-22.muster", "\"2025-11-22.muster\""), ("my file.muster", "\"my file.muster\""),
      ("a|b.muster", "\"a|b.muster\""), ("a:b", "\"a:b\""), ("é.muster", "\"é.muster\""),
      ("a\"b", "\"a\\\"b\""), ("", "\"\""),
    ])
  func paths(path: String, text: String) throws {
    #expect(Argument.text(ofPath: path) == text)
    let tokens = try Lexer.tokens(of: "learned(\(text))")
    #expect(tokens.count == 5 && (tokens[2].kind == .text(path) || tokens[2].kind == .word(path)))
  }

  @Test("leaves out of its text what is standard") func standard() throws {
    let text = "feasible | least-loaded(by: dominant, weight: 1) | top(3) | sampled(1)"
    #expect(try Sentence(text).description == "feasible | least-loaded | top | sampled")
  }

  @Test("names its policy, and so does a shorthand") func names() throws {
    #expect(try Sentence.parse(" fgd ").name == "fgd")
    #expect(try Sentence.parse("cheapest").name == "cheapest")
    #expect(try Sentence.parse("feasible|random").name == "feasible | random | best")
    #expect(try Sentence("fgd").policy(named: "x").name == "x")
  }

  @Test("reads back as it was written, whatever it says") func roundTrip() throws {
    var random = Random(seed: 11)
    let words = Catalogue.standard.words
    let screens = words.filter { $0.role == .screen && !$0.needsScore }
    let scores = words.filter { $0.role == .score }
    let matches = words.filter { $0.role == .match }
    let efforts = words.filter { $0.role == .effort }
    for _ in 0..<2000 {
      var phrases = (0...random.below(2)).map { _ in screens[random.below(screens.count)] }
      phrases += (0..<random.below(4)).map { _ in scores[random.below(scores.count)] }
      if random.bernoulli(0.7) { phrases.append(matches[random.below(matches.count)]) }
      if random.bernoulli(0.5) { phrases.append(efforts[random.below(efforts.count)]) }
      let text = phrases.map { phrase($0, &random) }.joined(separator: random.bernoulli(0.5) ? "|" : " | ")
      // Limits of two words may contradict each other.
      if case .conflict? = Self.refusal(of: text) { continue }
      let sentence = try Sentence(text)
      #expect(try Sentence(sentence.description) == sentence, "\(text)")
      #expect(try Sentence(sentence.description).description == sentence.description)
    }
  }

  private func phrase(_ word: Word, _ random: inout Random) -> String {
    var given: [String] = []
    for parameter in word.parameters where random.bernoulli(0.6) {
      let value =
        switch parameter.kind {
        case .number(let range): "\(min(max(random.normal() * 100, range.lowerBound), range.upperBound))"
        case .integer(let range): "\(min(range.lowerBound + random.below(1000), range.upperBound))"
        case .choice(let names): names[random.below(names.count)]
        case .percentile(let names): random.bernoulli(0.5) ? names[0] : "p\(1 + random.below(99))"
        case .names(let range):
          "\"" + (0..<range.upperBound).map { "a\($0) \\\\\\\"" }.joined(separator: ">") + "\""
        case .path: "out/a-\(random.below(9)).muster"
        case .numbers(let count, let range):
          "\""
            + (0..<count.upperBound).map { _ in "\(min(random.unit(), range.upperBound))" }.joined(
              separator: " ")
            + "\""
        }
      given.append("\(parameter.name): \(value)")
    }
    random.shuffle(&given)
    let phrase = given.isEmpty ? word.name : "\(word.name)(\(given.joined(separator: ", ")))"
    // What does not go together is looked at with the word.
    switch Self.refusal(of: phrase) {
    case .mismatch?, .conflict?: return word.name
    default: return phrase
    }
  }

  private static func refusal(of text: String) -> SentenceError.Reason? {
    do {
      _ = try Sentence(text)
      return nil
    } catch { return error.reason }
  }

  @Test(
    "that is wrong says what, where and what was meant",
    arguments: [
      ("", "column 1: the sentence is empty; expected words such as \"feasible | fragmentation | best\""),
      ("  ", "column 1: the sentence is empty; expected words such as \"feasible | fragmentation | best\""),
      (
        "feasible | fragmentatoin | best",
        "column 12: unknown word \"fragmentatoin\"; did you mean \"fragmentation\"?"
      ),
      ("fdg", "column 1: unknown word \"fdg\"; did you mean \"fgd\"?"),
      ("least-laoded(by: tasks)", "column 1: unknown word \"least-laoded\"; did you mean \"least-loaded\"?"),
      (
        "feasible | fgd",
        "column 12: \"fgd\" stands for the whole sentence \"feasible | fragmentation | best\" and cannot be part of one"
      ),
      (
        "fgd()",
        "column 1: \"fgd\" stands for the whole sentence \"feasible | fragmentation | best\" and cannot be part of one"
      ),
      (
        "least-loaded(bye: tasks)",
        "column 14: \"least-loaded\" has no parameter \"bye\"; did you mean \"by\"?"
      ),
      ("feasible(n: 3)", "column 10: \"feasible\" takes no parameters, found \"n\""),
      ("feasible(3)", "column 10: \"feasible\" takes at most 0 arguments"),
      ("random | top(3, 4)", "column 17: \"top\" takes at most 1 argument"),
      ("random | top(3, n: 4)", "column 17: \"top\" is given its parameter \"n\" twice"),
      (
        "least-loaded(by: tasks, 3)",
        "column 25: \"least-loaded\": an argument without a name cannot follow one with a name"
      ),
      (
        "random | top(x)",
        "column 14: \"top\": parameter \"n\" is \"x\", expected an integer from 1 to 1000000"
      ),
      (
        "random | top(2.5)",
        "column 14: \"top\": parameter \"n\" is \"2.5\", expected an integer from 1 to 1000000"
      ),
      (
        "random | top(n: 0)",
        "column 17: \"top\": parameter \"n\" is \"0\", out of range; expected an integer from 1 to 1000000"
      ),
      (
        "random | top(99999999999999999999)",
        "column 14: \"top\": parameter \"n\" is \"99999999999999999999\", out of range; expected an integer from 1 to 1000000"
      ),
      (
        "random | top(-)",
        "column 14: \"top\": parameter \"n\" is \"-\", expected an integer from 1 to 1000000"
      ),
      (
        "sampled(hot)",
        "column 9: \"sampled\": parameter \"temperature\" is \"hot\", expected a number from 1e-06 to 1000000"
      ),
      (
        "sampled(-1)",
        "column 9: \"sampled\": parameter \"temperature\" is \"-1\", out of range; expected a number from 1e-06 to 1000000"
      ),
      (
        "sampled(1e999)",
        "column 9: \"sampled\": parameter \"temperature\" is \"1e999\", out of range; expected a number from 1e-06 to 1000000"
      ),
      (
        "least-loaded(by: weight)",
        "column 18: \"least-loaded\": parameter \"by\" is \"weight\", expected one of tasks, dominant, mean"
      ),
      (
        "turns(p75) | random",
        "column 14: \"random\" follows \"turns\", but only efforts may follow a match or an effort"
      ),
      ("best | turns | turns", "column 16: \"turns\" comes twice; an effort says its part once"),
      (
        "best | turns(p0)",
        "column 14: \"turns\": parameter \"cap\" is \"p0\", out of range; expected a percentile from p1 to p99 or dynamic"
      ),
      (
        "best | turns(p100)",
        "column 14: \"turns\": parameter \"cap\" is \"p100\", out of range; expected a percentile from p1 to p99 or dynamic"
      ),
      (
        "best | turns(often)",
        "column 14: \"turns\": parameter \"cap\" is \"often\", expected a percentile from p1 to p99 or dynamic"
      ),
      (
        "best | knapsack(tries: 0)",
        "column 24: \"knapsack\": parameter \"tries\" is \"0\", out of range; expected a number from 1 to 128"
      ),
      (
        "best | random",
        "column 8: \"random\" follows \"best\", but only efforts may follow a match or an effort"
      ),
      (
        "random | best | round-robin",
        "column 17: \"round-robin\" follows \"best\", but only efforts may follow a match or an effort"
      ),
      ("top(3) | random", "column 1: \"top\" goes by scores, but no score comes before it"),
      ("feasible | top", "column 12: \"top\" goes by scores, but no score comes before it"),
      ("random | top(3", "column 13: \"(\" without its other half"),
      ("random | top(", "column 13: \"(\" without its other half"),
      ("random | top(3 | best", "column 13: \"(\" without its other half"),
      ("random) | best", "column 7: \")\" without its other half"),
      ("random | ", "column 10: found the end of the sentence, expected a word"),
      ("| random", "column 1: found \"|\", expected a word"),
      ("random | | best", "column 10: found \"|\", expected a word"),
      ("random best", "column 8: found \"best\", expected \"|\""),
      ("random | top(3 4)", "column 16: found \"4\", expected \",\" or \")\""),
      ("random | top(,)", "column 14: found \",\", expected a value for \"n\" of \"top\""),
      ("random | top(n:)", "column 16: found \")\", expected a value for \"n\" of \"top\""),
      ("random | top(3,)", "column 16: \"top\" takes at most 1 argument"),
      (
        "random & best",
        "column 8: found \"&\", expected a word, a number, a text in quotes or one of | ( ) , :"
      ),
      ("3 | best", "column 1: found \"3\", expected a word"),
    ])
  func errors(text: String, message: String) {
    do {
      let sentence = try Sentence(text)
      Issue.record("\"\(text)\" was read as \(sentence)")
    } catch {
      #expect(error.description == message)
    }
  }
}

@Suite("The catalogue") struct CatalogueTests {
  @Test("has each name once, and every word can be read back") func names() throws {
    let catalogue = Catalogue.standard
    #expect(Set(catalogue.words.map(\.name)).count == catalogue.words.count)
    #expect(Set(catalogue.shorthands.map(\.name)).count == catalogue.shorthands.count)
    for word in catalogue.words {
      #expect(!word.meaning.isEmpty && !word.source.isEmpty)
      #expect(Set(word.parameters.map(\.name)).count == word.parameters.count)
      #expect(word.role == .score ? word.parameters.last == Word.weight : true)
    }
  }

  @Test("has standard values within their ranges") func standards() {
    for word in Catalogue.standard.words {
      for parameter in word.parameters {
        switch (parameter.kind, parameter.standard) {
        case (.number(let range), .number(let value)): #expect(range.contains(value))
        case (.integer(let range), .integer(let value)): #expect(range.contains(value))
        case (.choice(let names), .name(let name)): #expect(names.contains(name))
        case (.percentile, .name(let name)): #expect(Parameter.share(ofPercentile: name) != nil)
        // None, where a word does without names.
        case (.names(let range), .names(let names)): #expect(names.isEmpty || range.contains(names.count))
        case (.numbers(let count, _), .numbers(let values)):
          #expect(values.isEmpty || count.contains(values.count))
        default: Issue.record("\(word.name): \(parameter.name) has a standard of another type")
        }
      }
    }
  }

  @Test("has shorthands that say what the sentence says") func shorthands() throws {
    for shorthand in Catalogue.standard.shorthands {
      #expect(try Sentence(shorthand.name) == Sentence(shorthand.sentence))
      #expect(try Sentence(shorthand.sentence).description == shorthand.sentence)
    }
  }
}
