import Testing

@testable import MusterLearning

/// What has no room is refused before it is asked for, by how much there would be of it.
@Suite struct RoomTests {
  @Test func isRefusedByItsSize() throws {
    try Room.check("memory", 1000, bytesEach: 1_000_000, room: 1_000_000_000)
    #expect(
      throws: TrainingError.setting(
        name: "memory", found: "1001, of 1000000 bytes each and 2 GB in all",
        expected: "at most 1000, for which there is room")
    ) { try Room.check("memory", 1001, bytesEach: 1_000_000, room: 1_000_000_000) }
    #expect(throws: TrainingError.self) { try Room.check("memory", .max, bytesEach: .max) }
    #expect(Room.bytes > 0)
  }

  /// By hand: two agents of three actions see five numbers of a state of seven, before and after.
  @Test func rowsAreCounted() {
    let shape = WorldShape(agents: 2, actions: 3, observationSize: 5, stateSize: 7, hasMasks: true)
    #expect(ReplayColumns.bytes(shape) == 4 * (2 * (10 + 7) + 1 + 2) + 6 + 1)
    let columns = ReplayColumns(shape, rows: 10)
    let floats = [columns.observations, columns.nextObservations, columns.states, columns.nextStates]
    #expect(floats.reduce(0) { $0 + $1.count } == 10 * 34)
    // A scene of 9 numbers and 4 flags before and after, 2 choices, reward and discount.
    #expect(PairReplay.bytes(size: 9, flags: 4, choices: 2) == 72 + 8 + 8 + 8)
  }
}
