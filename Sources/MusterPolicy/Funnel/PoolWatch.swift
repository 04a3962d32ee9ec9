import MusterCore

/// Notes which agents changed, by comparing the pool's versions with those seen last: O(agents) once a decision,
/// a few instructions for each pair of agents.
///
/// Every change has a number, and each row the number of its last. Whoever computed something before change n has
/// to look again at the rows that changed at n or later, and at no others; for the latest changes a journal names
/// them without a search.
struct PoolWatch: Sendable {
  /// The number that the next change will have.
  private(set) var next = 0
  /// Rises when everything that was ever computed is void.
  private(set) var era = 0
  /// For each row, ``DenseScores/order(ofTieRank:)``.
  private(set) var orders: [Int32] = []

  /// For each row, the number of its last change.
  private var last: [Int] = []
  /// The rows of the changes numbered `journalStart..<next`.
  private var journal: [Int32] = []
  private var journalStart = 0
  private var seen: [UInt64] = []
  private var mixVersion: UInt64 = 0
  private var offerVersion: UInt64 = 0
  private var identity = PoolIdentity()

  /// Looks at the pool again.
  mutating func look(at frame: borrowing Frame, mindingMix: Bool, mindingOffer: Bool = false) {
    if identity.isNew(frame) { restart() }
    let mixChanged = mindingMix && mixVersion != frame.mix.version
    let offerChanged = mindingOffer && offerVersion != frame.pool.offerVersion
    if mixChanged || offerChanged {
      for row in last.indices { note(row) }
    }
    mixVersion = frame.mix.version
    offerVersion = frame.pool.offerVersion
    compare(frame.pool.version)
    for row in seen.count..<frame.pool.count {
      seen.append(frame.pool.version[row])
      last.append(next)
      orders.append(DenseScores.order(ofTieRank: frame.pool.tieRank[row]))
      note(row)
    }
    let bound = max(4096, 2 * seen.count)
    if journal.count > 2 * bound {
      journal.removeFirst(journal.count - bound)
      journalStart = next - journal.count
    }
  }

  /// Lists the rows that changed at `since` or later, each once, in no particular order. `rows` must have room for
  /// all rows of the pool. O(changes), at most O(agents).
  func collect(since: Int, into rows: UnsafeMutableBufferPointer<Int32>) -> Int {
    var count = 0
    last.withUnsafeBufferPointer { last in
      if since >= journalStart && next - since <= last.count {
        journal.withUnsafeBufferPointer { journal in
          for number in since..<next {
            let row = journal[number - journalStart]
            // A row that changed again later is listed there.
            rows[count] = row
            count += last[Int(row)] == number ? 1 : 0
            if count == rows.count { break }
          }
        }
      } else {
        for row in last.indices where last[row] >= since {
          rows[count] = Int32(row)
          count += 1
        }
      }
    }
    return count
  }

  private mutating func note(_ row: Int) {
    last[row] = next
    journal.append(Int32(row))
    next += 1
  }

  /// Notes every known row whose version differs from the one seen.
  private mutating func compare(_ version: [UInt64]) {
    var start = 0
    while let row = firstChange(from: start, version) {
      seen[row] = version[row]
      note(row)
      start = row + 1
    }
  }

  /// The first row from `start` on whose version differs.
  private func firstChange(from start: Int, _ version: [UInt64]) -> Int? {
    version.withUnsafeBufferPointer { version in
      seen.withUnsafeBufferPointer { seen in
        var start = start
        while start < seen.count {
          let end = min(start + 32, seen.count)
          var difference: UInt64 = 0
          for row in start..<end { difference |= version[row] ^ seen[row] }
          if difference != 0 {
            for row in start..<end where version[row] != seen[row] { return row }
          }
          start = end
        }
        return nil
      }
    }
  }

  private mutating func restart() {
    era += 1
    seen.removeAll(keepingCapacity: true)
    last.removeAll(keepingCapacity: true)
    orders.removeAll(keepingCapacity: true)
    journal.removeAll(keepingCapacity: true)
    journalStart = next
  }
}
