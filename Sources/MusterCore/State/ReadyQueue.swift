import MusterMath

/// The ready tasks, in lines of one priority, tenant and shape each, first come first served inside a line.
/// Derived from the task table: what is in it and in which order follows from the records alone.
///
/// Lines by shape let a batch pass over every task that no agent has room for at the cost of one look a shape.
/// A gang stands in the line of its first living member, as one entry.
struct ReadyQueue: Sendable {
  struct Entry: Sendable {
    var row: Int32
    var sequence: UInt64
  }

  /// First in, first out; entries whose task is no longer ready under that sequence are skipped when met.
  struct Line: Sendable {
    var tenant: Int32
    var shape: Int32
    var entries: [Entry] = []
    var head = 0
    /// Entries that are not stale.
    var live = 0
    /// Those of them that have no patience.
    var impatient = 0
    /// Read position of the round of batches being gathered; what lies before it was offered.
    var cursor = 0
    var round: UInt64 = 0
    /// Whether the round passes over those that have patience: no agent has room.
    var onlyImpatient = false
  }

  struct Level: Sendable {
    var priority: Int16
    var lines: [Line] = []
    var live = 0
  }

  /// Highest priority first.
  var levels: [Level] = []
  /// (priority, tenant, shape) -> index of the line in its level.
  private var lineIndex = RowIndex()
  private(set) var live = 0

  private static func key(_ priority: Int16, _ tenant: Int32, _ shape: Int32) -> UInt64 {
    UInt64(UInt16(bitPattern: priority)) << 48 | UInt64(UInt32(bitPattern: shape) & 0xFF_FFFF) << 24
      | UInt64(UInt32(bitPattern: tenant) & 0xFF_FFFF)
  }

  private func level(_ priority: Int16) -> Int? {
    for (index, level) in levels.enumerated() where level.priority == priority { return index }
    return nil
  }

  mutating func add(
    row: Int32, sequence: UInt64, priority: Int16, tenant: Int32, shape: Int32, isImpatient: Bool
  ) {
    let levelIndex: Int
    if let known = level(priority) {
      levelIndex = known
    } else {
      levelIndex = levels.firstIndex { $0.priority < priority } ?? levels.count
      levels.insert(Level(priority: priority), at: levelIndex)
    }
    let key = ReadyQueue.key(priority, tenant, shape)
    let lineRow: Int
    if let known = lineIndex[key] {
      lineRow = Int(known)
    } else {
      lineRow = levels[levelIndex].lines.count
      levels[levelIndex].lines.append(Line(tenant: tenant, shape: shape))
      lineIndex.insert(key, Int32(lineRow))
    }
    levels[levelIndex].lines[lineRow].entries.append(Entry(row: row, sequence: sequence))
    levels[levelIndex].lines[lineRow].live += 1
    if isImpatient { levels[levelIndex].lines[lineRow].impatient += 1 }
    levels[levelIndex].live += 1
    live += 1
  }

  /// Notes that one entry of the line went stale.
  mutating func drop(priority: Int16, tenant: Int32, shape: Int32, isImpatient: Bool) {
    guard let levelIndex = level(priority),
      let lineRow = lineIndex[ReadyQueue.key(priority, tenant, shape)]
    else { return }
    levels[levelIndex].lines[Int(lineRow)].live -= 1
    if isImpatient { levels[levelIndex].lines[Int(lineRow)].impatient -= 1 }
    levels[levelIndex].live -= 1
    live -= 1
    if levels[levelIndex].lines[Int(lineRow)].live == 0 {
      levels[levelIndex].lines[Int(lineRow)].entries.removeAll(keepingCapacity: true)
      levels[levelIndex].lines[Int(lineRow)].head = 0
      levels[levelIndex].lines[Int(lineRow)].cursor = 0
    }
  }

  /// Puts the cursor of a line to the next entry to offer. A new round starts at the head and drops the stale
  /// entries there; one that goes on starts where its last batch ended, unless room has come for those that it
  /// passed over.
  mutating func rewind(
    _ levelIndex: Int, _ lineRow: Int, round: UInt64, onlyImpatient: Bool, isLive: (Entry) -> Bool,
    isOffered: (Entry) -> Bool
  ) {
    withLine(levelIndex, lineRow) { line in
      if line.round != round || (line.onlyImpatient && !onlyImpatient) {
        line.round = round
        line.trim(isLive)
        line.cursor = line.head
      }
      line.onlyImpatient = onlyImpatient
      while line.cursor < line.entries.count && !isOffered(line.entries[line.cursor]) { line.cursor += 1 }
    }
  }

  /// Moves the cursor past an entry to the next one to offer.
  mutating func advance(_ levelIndex: Int, _ lineRow: Int, isOffered: (Entry) -> Bool) {
    withLine(levelIndex, lineRow) { line in
      line.cursor += 1
      while line.cursor < line.entries.count && !isOffered(line.entries[line.cursor]) { line.cursor += 1 }
    }
  }

  private mutating func withLine(_ levelIndex: Int, _ lineRow: Int, _ body: (inout Line) -> Void) {
    body(&levels[levelIndex].lines[lineRow])
  }
}

extension ReadyQueue.Line {
  /// Drops the stale entries at the head, and all others when they have become most of the line: behind a task
  /// that waits long they would gather for ever.
  fileprivate mutating func trim(_ isLive: (ReadyQueue.Entry) -> Bool) {
    while head < entries.count && !isLive(entries[head]) { head += 1 }
    if entries.count - head > 2 * live + 256 {
      entries.removeAll { !isLive($0) }
      head = 0
    } else if head > 256 && head * 2 > entries.count {
      entries.removeFirst(head)
      head = 0
    }
  }
}
