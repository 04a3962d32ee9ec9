import Foundation
import MusterLab
import MusterLearning

/// The files of a training run. None that it writes is another one of them, takes the place of what it reads, or of
/// what is not a checkpoint of training.
struct TrainingFiles {
  let out: String
  var json: String?
  var report: String?
  var resume: String?
  var config: String?
  /// Whether the checkpoint of another run may go.
  var mayReplace = false

  private var outputs: [(option: String, path: String)] {
    [("--out", out)]
      + [("--json", json), ("--report", report)].compactMap { option, path in
        path.flatMap { $0 == "-" ? nil : (option, $0) }
      }
  }

  /// Throws where an output cannot be written, or should not be.
  func check() throws(CommandFailure) {
    try OutputFile.checkApart(json: json, report: report)
    for (option, path) in outputs.dropFirst() where FilePlace.isSame(path, out) {
      throw .user("found \(path) for both --out and \(option), expected two files")
    }
    for (_, path) in outputs { try OutputFile(path).check() }
    for (option, path) in outputs {
      if let config, FilePlace.isSame(path, config) { throw Self.isInput(option, path, "--config") }
      if let resume, option != "--out", FilePlace.isSame(path, resume) {
        throw Self.isInput(option, path, "--resume")
      }
    }
    try checkPlace()
  }

  /// Throws where an output would take the place of a file of these traces.
  func check(reading traces: [String]) throws {
    for text in traces {
      let spec = try TraceSpec(text)
      for (option, path) in outputs where Self.isRead(path, by: spec) {
        throw Self.isInput(option, path, "trace \(text)")
      }
    }
  }

  /// Whether something stands where the checkpoint goes, which then stays until there is something better.
  var isTaken: Bool { Self.hasContent(out) }

  /// The name that the checkpoint gets is free, or that of the run that is gone on with, or of one that may go.
  private func checkPlace() throws(CommandFailure) {
    guard isTaken else { return }
    if let resume, FilePlace.isSame(out, resume) { return }
    guard Self.isCheckpoint(out) else {
      throw .user(
        "cannot write \(out): found a file that is no checkpoint of training, expected another name for --out"
      )
    }
    if mayReplace { return }
    throw .user(
      "cannot write \(out): found the checkpoint of another run, expected a new name, --replace to give it up, "
        + "or --resume \(ShellWords.quoted(out)) to go on from it")
  }

  private static func isInput(_ option: String, _ path: String, _ input: String) -> CommandFailure {
    .user("found \(option) \(path), which \(input) reads, expected another file")
  }

  /// A plain file with something in it: pipes and devices are written to and lose nothing.
  private static func hasContent(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
  }

  private static func isCheckpoint(_ path: String) -> Bool {
    guard let checkpoint = try? CheckpointFile.read(path) else { return false }
    return (try? TrainingSetup(from: checkpoint)) != nil
  }

  /// Whether a trace reads this file, or all that is in its directory.
  private static func isRead(_ path: String, by spec: TraceSpec) -> Bool {
    let scheme = TraceOpening.catalogue.schemes.first { $0.name == spec.scheme }
    return (scheme?.files(spec) ?? []).contains { file in
      FilePlace.isSame(path, file) || (hasContent(path) && FilePlace.isInside(path, file))
    }
  }
}
