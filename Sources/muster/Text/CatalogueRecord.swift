import MusterPolicy

/// The catalogue of words as `muster policies --json` writes it.
struct CatalogueRecord: Encodable {
  struct ParameterRecord: Encodable {
    let name, standard, expects, meaning: String
  }

  struct WordRecord: Encodable {
    let name, stage, meaning, source: String
    let parameters: [ParameterRecord]
  }

  struct ShorthandRecord: Encodable {
    let name, sentence, meaning, source: String
  }

  let words: [WordRecord]
  let shorthands: [ShorthandRecord]

  /// - Parameter only: the one word or shorthand to tell of; nil for all.
  init(_ catalogue: Catalogue, only name: String?) {
    words = catalogue.words.filter { name == nil || $0.name == name }.map { word in
      WordRecord(
        name: word.name, stage: word.role.rawValue, meaning: word.meaning, source: word.source,
        parameters: word.parameters.map {
          ParameterRecord(
            name: $0.name, standard: $0.standard.description, expects: $0.expectation, meaning: $0.meaning)
        })
    }
    shorthands = catalogue.shorthands.filter { name == nil || $0.name == name }.map {
      ShorthandRecord(name: $0.name, sentence: $0.sentence, meaning: $0.meaning, source: $0.source)
    }
  }
}
