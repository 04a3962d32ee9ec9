import MusterWire

extension ProgramEnd {
  /// What the end means for the task: exit status 0 is a success and everything else a failure. One that may be
  /// tried again, unless the status is among `fatal`.
  ///
  /// Standard output is the task's output: as it is where it is JSON, as a string otherwise, nothing where it is
  /// empty. The end of standard error says why it failed.
  public func result(fatal: Set<Int32> = []) -> WorkResult {
    switch way {
    case .exited(0): WorkResult(succeeded: true, output: outputAsJSON)
    case .exited(let status): failure("exit status \(status)", isRetryable: !fatal.contains(status))
    case .signalled(let number): failure("ended by signal \(number)")
    case .timedOut: failure("took longer than it may")
    case .stopped: failure("was stopped")
    // Another try would say as much.
    case .tooMuchOutput: failure("wrote more to standard output than it may", isRetryable: false)
    case .notStarted(let why): failure("could not be started: \(why)")
    }
  }

  private func failure(_ why: String, isRetryable: Bool = true) -> WorkResult {
    let said = String(decoding: complaint, as: UTF8.self).trimmedLines
    return WorkResult(
      succeeded: false, retryable: isRetryable, failure: said.isEmpty ? why : "\(why): \(said)")
  }

  /// JSON text, or nothing.
  var outputAsJSON: [UInt8] {
    let text = String(decoding: output, as: UTF8.self)
    if text.trimmedLines.isEmpty { return [] }
    if (try? JSONScanner.scan(output)) != nil { return output }
    var json = JSONText(capacity: output.count + 16)
    json.string(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    return json.bytes
  }
}

extension String {
  /// Without white space and line breaks at both ends.
  fileprivate var trimmedLines: String {
    let start = self.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
