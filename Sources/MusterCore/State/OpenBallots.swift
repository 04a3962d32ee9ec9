extension TaskTable {
  /// The ballot of the task in the row; nil for one that asks one agent, as usual. It stays for as long as the task
  /// is kept. O(1).
  public func ballot(of row: Int) -> Ballot? {
    let slot = records[row].ballotSlot
    return slot < 0 ? nil : ballots[Int(slot)]
  }

  mutating func openBallot(of row: Int, _ ballot: Ballot) {
    if let free = freeBallotSlots.popLast() {
      records[row].ballotSlot = free
      ballots[Int(free)] = ballot
    } else {
      records[row].ballotSlot = Int32(ballots.count)
      ballots.append(ballot)
    }
  }

  /// Changes the ballot that the task in the row is a run of; nothing for any other task.
  mutating func withBallot(ofRunAt row: Int, _ change: (inout Ballot) -> Void) {
    guard let parent = specs[row].ballot, let parentRow = self.row(of: parent),
      records[parentRow].ballotSlot >= 0
    else { return }
    change(&ballots[Int(records[parentRow].ballotSlot)])
  }

  /// The ballot that the task in the row is a run of; nil for any other task. O(1).
  func ballot(ofRunAt row: Int) -> Ballot? {
    specs[row].ballot.flatMap { self.row(of: $0) }.flatMap { ballot(of: $0) }
  }
}
