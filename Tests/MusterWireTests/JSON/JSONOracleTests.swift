import Foundation
import MusterMath
import MusterWire
import Testing

/// The scanner beside Foundation's parser.
@Suite struct JSONOracleTests {
  private static func foundationAccepts(_ input: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(input), options: .fragmentsAllowed)) != nil
  }

  @Test func validDocumentsAreAcceptedByBoth() throws {
    var generator = RandomJSON(random: Random(seed: 1))
    for _ in 0..<3000 {
      let input = generator.document()
      #expect(throws: Never.self, "\(text(input))") { try JSONScanner.scan(input) }
      #expect(Self.foundationAccepts(input), "\(text(input))")
    }
  }

  @Test func membersAreThoseThatFoundationFinds() throws {
    var generator = RandomJSON(random: Random(seed: 2))
    for _ in 0..<1000 {
      let input = generator.object()
      let document = try JSONScanner.scan(input)
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(input), options: .fragmentsAllowed) as? [String: Any])
      var names: Set<String> = []
      for member in document.members {
        names.insert(try JSONString.decode(input, member.name.lowerBound - 1..<member.name.upperBound + 1))
      }
      #expect(names == Set(object.keys))
      for (name, value) in object {
        let member = try #require(document.member(name, in: input))
        let duplicates = document.members.filter { $0.nameIsEscaped }.count
        if member.type == .string, duplicates == 0 {
          #expect(try JSONString.decode(input, member.value) == value as? String)
        }
      }
    }
  }

  @Test func mutationsAreJudgedAlike() {
    var generator = RandomJSON(random: Random(seed: 3))
    var mutation = Mutation(random: Random(seed: 4))
    var accepted = 0
    for _ in 0..<20_000 {
      let input = mutation.mutate(generator.document())
      let error = wireError { () throws(WireError) in try JSONScanner.scan(input) }
      if error == nil { accepted += 1 }
      if (error == nil) != Self.foundationAccepts(input), !Self.isKnown(error, input) {
        Issue.record("\(error?.description ?? "accepted"): \(input) \(text(input).debugDescription)")
      }
    }
    #expect(accepted > 1000 && accepted < 19_000)
  }

  /// Where Foundation is known to judge otherwise: it takes a comma before a closing bracket; it refuses
  /// numbers that no Double holds; and it guesses UTF-16 and UTF-32 from zero bytes among the first four.
  private static func isKnown(_ error: WireError?, _ input: [UInt8]) -> Bool {
    guard let error else { return text(input).contains(/[eE][+-]?[0-9]{3}/) }
    if input.prefix(4).contains(0) || input.starts(with: [0xef, 0xbb, 0xbf]) { return true }
    guard let offset = error.offset, error.found == "'}'" || error.found == "']'" else { return false }
    return input[..<offset].last { $0 > 0x20 } == UInt8(ascii: ",")
  }
}
