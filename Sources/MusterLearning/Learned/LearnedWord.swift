import MusterPolicy

/// `learned(FILE)`: the policy of a checkpoint that `muster train` wrote, as a word of a sentence. The file is read
/// once, when the sentence is.
enum LearnedWord {
  static let file = Parameter(
    "file", .path, standard: .path(""), meaning: "The checkpoint, in quotes where its path has odd letters.")

  static let word = Word.score(
    "learned", [file], meaning: "What a trained policy thinks of each agent.", source: "muster train",
    make: { arguments throws(WordError) in try stage(arguments.path("file")) })

  private static func stage(_ path: String) throws(WordError) -> Stage {
    guard !path.isEmpty else {
      throw WordError(
        "found no file, expected the checkpoint of a trained policy, as in learned(\"a.muster\")")
    }
    do {
      return try LearnedKind.stage(of: try CheckpointFile.read(path))
    } catch {
      throw WordError("file \(path): \(error)")
    }
  }
}

extension Catalogue {
  /// The words that come with Muster, and those that read trained policies from files.
  public static let complete = Catalogue(
    words: standard.words + [LearnedWord.word], shorthands: standard.shorthands)
}
