import MusterStore

extension LogConformance {
  static let records = [
    LogCheck("an empty log begins and ends at zero and holds nothing") { subject in
      try await subject.nowAndReopened { log in
        try expect(await log.first, is: .zero, "first")
        try expect(await log.end, is: .zero, "end")
        try expect(await log.read(from: .zero, limit: 10), is: [], "records")
        try expect(await log.latestSnapshot(), is: nil, "snapshot")
      }
    },
    LogCheck("what is appended is read back, in order, at its position") { subject in
      let end = try await subject.append([[1], [2, 2]], [[3, 3, 3]])
      try expect(end, is: LogPosition(3), "the end that append returned")
      try await subject.nowAndReopened { log in
        try expect(await log.end, is: LogPosition(3), "end")
        let records = try await log.read(from: .zero, limit: 10)
        try expect(records.map(\.bytes), is: [[1], [2, 2], [3, 3, 3]], "bytes")
        try expect(records.map(\.position.recordsBefore), is: [0, 1, 2], "positions")
      }
    },
    LogCheck("an empty batch writes nothing, and is still fenced") { subject in
      try await subject.append([[1]])
      try expect(await subject.log.append([], expecting: LogPosition(1)), is: LogPosition(1), "end")
      try await expect(
        error: .positionConflict(expected: .zero, actual: LogPosition(1)), "a stale empty batch"
      ) {
        _ = try await subject.log.append([], expecting: .zero)
      }
      try await subject.nowAndReopened { log in try expect(await log.all().count, is: 1, "records") }
    },
    LogCheck("empty records are records") { subject in
      try await subject.append([[], [7], []], [[]])
      try await subject.nowAndReopened { log in
        try expect(await log.all().map(\.bytes), is: [[], [7], [], []], "bytes")
      }
    },
    LogCheck("records of a mebibyte are kept whole") { subject in
      let big = (0..<3).map { bytes($0, count: (1 << 20) + $0) }
      try await subject.append([big[0], [1], big[1]], [big[2]])
      try await subject.nowAndReopened { log in
        try expect(await log.all().map(\.bytes) == [big[0], [1], big[1], big[2]], is: true, "same bytes")
      }
    },
    LogCheck("a reading of more than a read may hold comes in parts, and whole") { subject in
      let size = LogLimits.readBytes / 3
      for seed in 0..<5 { try await subject.append([bytes(seed, count: size)]) }
      let part = try await subject.log.read(from: .zero, limit: 10)
      try expect((1..<5).contains(part.count), is: true, "a part")
      try expect(await subject.log.all().map(\.bytes.count), is: Array(repeating: size, count: 5), "sizes")
    },
    LogCheck("a record over the limit is refused with its batch") { subject in
      let big = [UInt8](repeating: 1, count: LogLimits.recordBytes + 1)
      let refusal = LogError.tooLarge(what: "record", bytes: big.count, limit: LogLimits.recordBytes)
      try await expect(error: refusal, "append") {
        _ = try await subject.log.append([[1], big], expecting: .zero)
      }
      try expect(await subject.log.end, is: .zero, "end")
    },
    LogCheck("a window shows the records from its position on, up to its limit") { subject in
      for start in stride(from: 0, to: 100, by: 5) {
        try await subject.append(numbered(start, count: 5).map(\.bytes))
      }
      try await subject.nowAndReopened { log in
        for (start, limit) in [(0, 1), (0, 100), (0, 1000), (3, 4), (50, 50), (97, 10), (99, 1), (100, 5)] {
          let found = try await log.read(from: LogPosition(UInt64(start)), limit: limit)
          try expect(
            found, is: numbered(start, count: min(limit, 100 - start)), "\(limit) records from \(start)")
        }
        try expect(await log.read(from: .zero, limit: 0), is: [], "no records")
        try expect(await log.read(from: .zero, limit: -1), is: [], "less than no records")
        for chunk in [1, 7, 100, 1000] {
          try expect(await log.all(chunk: chunk), is: numbered(0, count: 100), "all, \(chunk) at a time")
        }
        try expect(await log.all(from: LogPosition(60)), is: numbered(60, count: 40), "the last 40")
      }
    },
    LogCheck("a position beyond the end is an error, not an empty answer") { subject in
      try await subject.append([[1]])
      let error = LogError.outOfRange(asked: LogPosition(2), first: .zero, end: LogPosition(1))
      try await expect(error: error, "read") {
        _ = try await subject.log.read(from: LogPosition(2), limit: 1)
      }
      let far = LogError.outOfRange(asked: LogPosition(.max), first: .zero, end: LogPosition(1))
      try await expect(error: far, "read") {
        _ = try await subject.log.read(from: LogPosition(.max), limit: 1)
      }
    },
    LogCheck("ten thousand records in batches of many sizes") { subject in
      var end = 0
      while end < 10_000 {
        let count = min(1 + (end * 7) % 193, 10_000 - end)
        try await subject.append(numbered(end, count: count).map(\.bytes))
        end += count
      }
      try await subject.nowAndReopened { log in
        try expect(await log.all() == numbered(0, count: 10_000), is: true, "same records")
      }
    },
  ]
}
