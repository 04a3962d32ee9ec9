import MusterStore

extension LogConformance {
  static let fencing = [
    LogCheck("a stale writer is refused, and told where the log ends") { subject in
      try await subject.append([[1], [2]])
      for stale in [0, 1, 3, UInt64.max] {
        let conflict = LogError.positionConflict(expected: LogPosition(stale), actual: LogPosition(2))
        try await expect(error: conflict, "append at \(stale)") {
          _ = try await subject.log.append([[9]], expecting: LogPosition(stale))
        }
      }
      try await subject.nowAndReopened { log in
        try expect(await log.all().map(\.bytes), is: [[1], [2]], "records")
      }
    },
    LogCheck("of many writers at one position, one wins") { subject in
      let log = subject.log
      for round in 0..<20 {
        let end = try await log.end
        let winners = try await withThrowingTaskGroup(of: UInt8?.self) { group in
          for writer in 0..<8 as Range<UInt8> {
            group.addTask {
              try await wins { try await log.append([[writer], [writer]], expecting: end) } ? writer : nil
            }
          }
          return try await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        try expect(winners.count, is: 1, "winners in round \(round)")
        let written = try await log.all(from: end).map(\.bytes)
        try expect(written, is: winners.flatMap { [[$0], [$0]] }, "what round \(round) wrote")
      }
    },
    LogCheck("writers that try again make one history of whole batches") { subject in
      let log = subject.log
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<6 as Range<UInt8> {
          group.addTask {
            for turn in 0..<15 as Range<UInt8> {
              let batch = (0..<5).map { [writer, turn, $0] as [UInt8] }
              while true {
                let end = try await log.end
                if try await wins({ try await log.append(batch, expecting: end) }) { break }
                await Task.yield()
              }
            }
          }
        }
        try await group.waitForAll()
      }
      try await subject.nowAndReopened { log in
        let bytes = try await log.all().map(\.bytes)
        try expect(bytes.count, is: 6 * 15 * 5, "records")
        var turns = [UInt8](repeating: 0, count: 6)
        for start in stride(from: 0, to: bytes.count, by: 5) {
          let writer = bytes[start][0]
          let expected = (0..<5).map { [writer, turns[Int(writer)], $0] as [UInt8] }
          try expect(Array(bytes[start..<start + 5]), is: expected, "the batch at \(start)")
          turns[Int(writer)] += 1
        }
      }
    },
  ]

  /// Whether an append went through; false if someone else was first.
  private static func wins(_ append: () async throws -> LogPosition) async throws -> Bool {
    do {
      _ = try await append()
      return true
    } catch LogError.positionConflict {
      return false
    }
  }
}
