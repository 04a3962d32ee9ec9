import MusterStore

extension LogConformance {
  static let snapshots = [
    LogCheck("the newest snapshot is the one at the highest position") { subject in
      try await subject.append([[1], [2]], [[3]])
      try await subject.log.saveSnapshot([20], at: LogPosition(2))
      try await subject.log.saveSnapshot([30], at: LogPosition(3))
      try await subject.log.saveSnapshot([0], at: .zero)
      try await subject.nowAndReopened { log in
        try expect(
          await log.latestSnapshot(), is: LogSnapshot(position: LogPosition(3), bytes: [30]), "snapshot")
        try expect(await log.all().map(\.bytes), is: [[1], [2], [3]], "records")
      }
    },
    LogCheck("a snapshot takes the place of one at the same position") { subject in
      try await subject.append([[1]])
      try await subject.log.saveSnapshot([1], at: LogPosition(1))
      try await subject.log.saveSnapshot([], at: LogPosition(1))
      try await subject.nowAndReopened { log in
        try expect(
          await log.latestSnapshot(), is: LogSnapshot(position: LogPosition(1), bytes: []), "snapshot")
      }
    },
    LogCheck("a large snapshot is kept whole while others come and go") { subject in
      for number in 1...6 {
        try await subject.append([[UInt8(number)]])
        try await subject.log.saveSnapshot(
          bytes(number, count: 3 << 20), at: LogPosition(UInt64(number)))
      }
      try await subject.nowAndReopened { log in
        let found = try await log.latestSnapshot()
        let expected = LogSnapshot(position: LogPosition(6), bytes: bytes(6, count: 3 << 20))
        try expect(found == expected, is: true, "same snapshot")
      }
    },
    LogCheck("a snapshot beyond the end is refused") { subject in
      try await subject.append([[1]])
      let error = LogError.outOfRange(asked: LogPosition(2), first: .zero, end: LogPosition(1))
      try await expect(error: error, "snapshot") {
        try await subject.log.saveSnapshot([1], at: LogPosition(2))
      }
      try expect(await subject.log.latestSnapshot(), is: nil, "snapshot")
    },
  ]

  static let dropping = [
    LogCheck("records are dropped only once a snapshot covers them") { subject in
      try await subject.append((0..<10).map { [$0] })
      try await expect(error: .dropBeyondSnapshot(asked: LogPosition(1), newest: nil), "without a snapshot") {
        try await subject.log.dropRecords(before: LogPosition(1))
      }
      try await subject.log.saveSnapshot([5], at: LogPosition(5))
      let beyond = LogError.dropBeyondSnapshot(asked: LogPosition(6), newest: LogPosition(5))
      try await expect(error: beyond, "beyond the snapshot") {
        try await subject.log.dropRecords(before: LogPosition(6))
      }
      try await subject.nowAndReopened { log in try expect(await log.all().count, is: 10, "records") }
    },
    LogCheck("dropped records are gone, and all else stays") { subject in
      try await subject.append((0..<10).map { [$0] }, [[10], [11]])
      try await subject.log.saveSnapshot([4], at: LogPosition(4))
      try await subject.log.saveSnapshot([10], at: LogPosition(10))
      try await subject.log.dropRecords(before: LogPosition(7))
      try await subject.log.dropRecords(before: LogPosition(3))
      try await subject.log.dropRecords(before: LogPosition(7))
      try await subject.nowAndReopened { log in
        try expect(await log.first, is: LogPosition(7), "first")
        try expect(await log.end, is: LogPosition(12), "end")
        try expect(await log.all(from: LogPosition(7)).map(\.bytes), is: (7..<12).map { [$0] }, "records")
        try expect(
          await log.latestSnapshot(), is: LogSnapshot(position: LogPosition(10), bytes: [10]), "snapshot")
        let gone = LogError.outOfRange(asked: LogPosition(6), first: LogPosition(7), end: LogPosition(12))
        try await expect(error: gone, "a dropped record") {
          _ = try await log.read(from: LogPosition(6), limit: 1)
        }
        try await expect(error: gone, "a snapshot of dropped records") {
          try await log.saveSnapshot([1], at: LogPosition(6))
        }
      }
    },
    LogCheck("a log from which all records were dropped goes on where it was") { subject in
      try await subject.append((0..<100).map { [$0] })
      try await subject.log.saveSnapshot([1], at: LogPosition(100))
      try await subject.log.dropRecords(before: LogPosition(100))
      try await subject.nowAndReopened { log in
        try expect(await log.first, is: LogPosition(100), "first")
        let end = try await log.end
        _ = try await log.append([[1], [2]], expecting: end)
        try expect(await log.read(from: end, limit: 9).map(\.bytes), is: [[1], [2]], "records after")
      }
    },
  ]
}
