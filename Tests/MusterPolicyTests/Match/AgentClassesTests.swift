import Testing

@testable import MusterPolicy

@Suite("Agents that are the same") struct AgentClassesTests {
  /// Three agents that are the same and one that is not, with two slots each.
  private static let classes: AgentClasses = {
    var classes = AgentClasses(count: 4)
    for row in [2, 0, 3] as [Int32] { classes.add(row, mark: 7, slots: 2) }
    classes.add(1, mark: 8, slots: 2)
    return classes
  }()

  @Test("are stood for by the first, with the slots of all") func together() {
    #expect([0, 1, 2, 3].map { Self.classes.isFirst($0) } == [false, true, true, false])
    #expect([0, 1, 2, 3].map { Self.classes.slots(of: $0) } == [0, 2, 6, 0])
    #expect(Self.classes.size(of: 0) == 3)
    #expect(Self.classes.slots(of: 9) == 0)
  }

  @Test("are filled one after the other") func filled() {
    let lists = [
      (agents: [2, 1, 0, 3] as [Int32], room: [2, 2, 2, 2], counts: [3, 1]),
      (agents: [2, 0, 3] as [Int32], room: [2, 2, 2], counts: [2]),
    ]
    #expect(Self.classes.share(lists) == [[2, 1, 1, 0], [0, 1, 1]])
  }

  /// Filled one after the other, the second list would find one place too few: it may put one on each.
  @Test("are dealt to where that would leave something over") func dealt() {
    let lists = [
      (agents: [2, 0, 3] as [Int32], room: [2, 2, 2], counts: [3]),
      (agents: [2, 0, 3] as [Int32], room: [1, 1, 1], counts: [3]),
    ]
    #expect(Self.classes.share(lists) == [[1, 1, 1], [1, 1, 1]])
  }
}
