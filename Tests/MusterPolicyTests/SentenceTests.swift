import MusterCore
import MusterPolicy
import Testing

@Suite struct SentenceTests {
  @Test func aSentenceIsCompleted() throws {
    #expect(try Sentence("fragmentation").description == "feasible | fragmentation | best")
    #expect(try Sentence("best").description == "feasible | best")
    #expect(try Sentence("fgd").description == "feasible | fragmentation | best")
    #expect(try Sentence.parse("fgd").name == "fgd")
    #expect(try Sentence.parse("feasible|random").name == "feasible | random | best")
  }
}
