import Glibc
import MusterCore
import MusterLearning
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("learned(FILE)") struct LearnedWordTests {
  /// A file that is gone after the test.
  private final class File: Sendable {
    let path: String

    init(_ bytes: [UInt8]) throws {
      var template = Array("/tmp/muster-learned-XXXXXX".utf8CString)
      let descriptor = mkstemp(&template)
      try #require(descriptor >= 0)
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      try #require(write(descriptor, bytes, bytes.count) == bytes.count)
      close(descriptor)
    }

    deinit { unlink(path) }
  }

  private static func checkpoint(
    method: String = "placement", _ write: (inout ByteWriter) -> Void
  ) -> Checkpoint {
    var checkpoint = Checkpoint()
    checkpoint.add("method") { $0.string(method) }
    checkpoint.add("policy", write)
    return checkpoint
  }

  private static let whole = checkpoint { PlacementWeights.trained.encode(into: &$0) }

  private func reason(_ bytes: [UInt8]) throws -> String {
    let file = try File(bytes)
    do {
      _ = try Sentence("learned(\(file.path))", in: .complete)
      return ""
    } catch {
      return error.description
    }
  }

  @Test("is the policy that was saved") func loads() throws {
    let file = try File(LearnedWordTests.whole.encoded())
    let learned = try Sentence.parse("feasible | learned(\(file.path)) | best", in: .complete)
    #expect(learned.name == "feasible | learned(file: \"\(file.path)\") | best")
    try PolicyConformance.check { try Sentence.parse("learned(\"\(file.path)\")", in: .complete) }
    var policies: [any Policy] = [learned, try Sentence.parse("learned-placement")]
    var world = PolicyWorld(seed: 9)
    var plans = [Plan(), Plan()]
    for _ in 0..<50 {
      world.offer()
      for index in policies.indices {
        var frame = world.fixture.frame
        policies[index].plan(&frame, into: &plans[index])
      }
      #expect(plans[0].agents == plans[1].agents && plans[0].scores == plans[1].scores)
      policies[0].plan(&world.fixture.frame, into: &plans[0])
      _ = world.carryOut(plans[0])
    }
  }

  @Test("without a file, or with one that is not there, says so") func missing() {
    #expect(throws: SentenceError.self) { try Sentence("learned", in: .complete) }
    do {
      _ = try Sentence("feasible | learned(nowhere/a.muster)", in: .complete)
      Issue.record("read a file that is not there")
    } catch {
      #expect(
        error.description
          == "column 12: \"learned\": file nowhere/a.muster: the checkpoint cannot be read: No such file or directory"
      )
    }
  }

  @Test("refuses what is damaged, of another version, method or shape, and says which") func refuses() throws
  {
    var damaged = LearnedWordTests.whole.encoded()
    damaged[damaged.count / 2] ^= 1
    #expect(try reason(damaged).contains("the checkpoint is damaged"))
    #expect(try reason(Array(LearnedWordTests.whole.encoded().dropLast(9))).contains("damaged"))
    #expect(try reason([]).contains("this is no checkpoint"))

    var old = LearnedWordTests.whole.encoded()
    old[Checkpoint.magic.utf8.count] = 99
    let expected = "has version 99 of the format, this program reads version \(Checkpoint.version)"
    #expect(try reason(old).contains(expected))

    let other = LearnedWordTests.checkpoint(method: "ppo") { _ in }
    #expect(try reason(other.encoded()).contains("a policy of ppo, whose agents act in a world of their own"))
    #expect(try reason(other.encoded()).contains("expected one of placement"))

    let narrow = LearnedWordTests.checkpoint {
      $0.varint(1)
      $0.string("tightness")
      $0.float(1)
    }
    #expect(
      try reason(narrow.encoded()).contains("features [\"tightness\"], expected [\"fragmentationScore\""))

    let infinite = LearnedWordTests.checkpoint {
      var values = PlacementWeights.trained.values
      values[3] = .infinity
      PlacementWeights(values: values).encode(into: &$0)
    }
    #expect(try reason(infinite.encoded()).contains("a weight of inf, expected finite numbers"))

    let long = LearnedWordTests.checkpoint {
      PlacementWeights.trained.encode(into: &$0)
      $0.float(1)
    }
    #expect(try reason(long.encoded()).contains("section policy"))
  }
}
