import MusterStore

extension PostgresLog {
  @discardableResult
  public func append(
    _ records: [[UInt8]], expecting position: LogPosition
  ) async throws(LogError) -> LogPosition {
    try LogLimits.check(batch: records)
    return try await writer.perform("append") { [self] session in
      try memory.settle(session)
      // To know the end is to save a round trip. An empty batch has none to save.
      var tail: Tail
      if let known = memory.known, known.link.logPosition == position, !records.isEmpty {
        tail = known
      } else {
        tail = try readTail(session)
      }
      for _ in 0..<Self.turns {
        guard tail.link.logPosition == position else {
          throw LogError.positionConflict(expected: position, actual: tail.link.logPosition)
        }
        guard !records.isEmpty else { return position }
        let batch = Batch(records, after: tail.link)
        if try write(batch, at: tail, session) {
          memory.known = Tail(link: batch.end, turn: tail.turn)
          return batch.end.logPosition
        }
        // Either the log ends elsewhere, or another writer had to settle the fate of a lost append of its
        // own.
        tail = try readTail(session)
      }
      throw LogError.busy(file: place, found: "other writers whose connections keep failing")
    }
  }

  /// How often an append may meet a writer that settles a lost one.
  private static let turns = 16

  /// The end of the log now. Throws `Damage` if it is not the end that this log knew, but is at the same
  /// position.
  private func readTail(_ session: Session) throws -> Tail {
    let found = try Tail.read(session)
    if let known = memory.known, known.link.position == found.link.position,
      known.link.checksum != found.link.checksum
    {
      throw Damage(found: "another history before position \(found.link.position) than was there")
    }
    memory.known = found
    return found
  }

  private func write(_ batch: Batch, at tail: Tail, _ session: Session) throws -> Bool {
    do {
      return try tail.append(batch, session)
    } catch let error as SessionFailure where error.lost {
      // It may be in the log, or be on its way there. To send it again is for one who has looked.
      memory.doubt()
      throw LogError(error, place: place, operation: "append")
    }
  }
}
