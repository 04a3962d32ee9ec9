import MusterCore
import MusterPolicy
import Testing

@Suite("The blocks of a prompt") struct PromptBlocksTests {
  private let size = PromptBlocks.blockBytes

  @Test("Prompts share the blocks in front that they share") func shared() {
    let system = String(repeating: "You are a careful engineer. ", count: 300)
    let first = PromptBlocks.blocks(of: system + String(repeating: "a", count: 3 * size))
    let second = PromptBlocks.blocks(of: system + String(repeating: "b", count: 3 * size))
    let alike = system.utf8.count / size
    #expect(alike == 4 && first.count == 7 && second.count == 7)
    #expect(first.prefix(alike) == second.prefix(alike))
    #expect(zip(first, second).dropFirst(alike).allSatisfy { $0 != $1 })
  }

  @Test("A block counts whole, and in its place") func whole() {
    #expect(PromptBlocks.blocks(of: "").isEmpty)
    #expect(PromptBlocks.blocks(of: String(repeating: "x", count: size - 1)).isEmpty)
    let same = PromptBlocks.blocks(of: String(repeating: "x", count: 2 * size + 5))
    #expect(same.count == 2 && same[0] != same[1])
    let long = PromptBlocks.blocks(of: String(repeating: "x", count: size * (Task.prefixLimit + 2)))
    #expect(long.count == Task.prefixLimit && Array(long.prefix(2)) == same)
  }
}
