import MusterCore
import MusterPolicy
import Testing

@Suite("The blocks of a prompt") struct PromptBlocksTests {
  private let size = PromptBlocks.blockBytes

  private func blocks(_ prompt: String) -> [UInt32] { PromptBlocks.blocks(of: Array(prompt.utf8)) }

  @Test("Prompts share the blocks in front that they share") func shared() {
    let system = String(repeating: "You are a careful engineer. ", count: 300)
    let first = blocks(system + String(repeating: "a", count: 3 * size))
    let second = blocks(system + String(repeating: "b", count: 3 * size))
    let alike = system.utf8.count / size
    #expect(alike == 4 && first.count == 7 && second.count == 7)
    #expect(first.prefix(alike) == second.prefix(alike))
    #expect(zip(first, second).dropFirst(alike).allSatisfy { $0 != $1 })
  }

  @Test("A block counts whole, and in its place") func whole() {
    #expect(blocks("").isEmpty)
    #expect(blocks(String(repeating: "x", count: size - 1)).isEmpty)
    let same = blocks(String(repeating: "x", count: 2 * size + 5))
    #expect(same.count == 2 && same[0] != same[1])
    let long = blocks(String(repeating: "x", count: size * (Task.prefixLimit + 2)))
    #expect(long.count == Task.prefixLimit && Array(long.prefix(2)) == same)
  }
}
