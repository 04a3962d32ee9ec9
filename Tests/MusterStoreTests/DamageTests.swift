import Foundation
import MusterSQLite
import MusterStore
import Testing

/// Damage to the bytes of the files, wherever it falls: never a crash, never a wrong record, and nothing lost
/// without a word that the disk can still tell.
@Suite("A SQLite log whose file is damaged", .serialized) struct DamageTests {
  /// How many times the usual number of trials: MUSTER_TRIALS=100 looks for long.
  private static let scale = ProcessInfo.processInfo.environment["MUSTER_TRIALS"].flatMap { Int($0) } ?? 1

  @Test("by nothing at all is sound", arguments: DamageFixture.State.allCases)
  func sound(state: DamageFixture.State) async throws {
    let fixture = try await DamageFixture(state, seed: 1)
    #expect(try await fixture.examine(try fixture.victim(), "untouched") == .unnoticed(lost: 0))
  }

  @Test("by being cut off keeps a prefix, and says so", arguments: [DamageFixture.State.closed, .dropped])
  func cut(state: DamageFixture.State) async throws {
    let fixture = try await DamageFixture(state, seed: 2)
    var random = SeededRandom(3)
    var outcomes: [Outcome] = []
    for trial in 0..<60 * Self.scale {
      let victim = try fixture.victim()
      var what = ""
      try victim.damage { bytes in
        // Most files are cut off between pages or in their last half.
        var length = Int.random(in: 0..<bytes.count, using: &random)
        if trial % 3 == 0 { length = length / 4096 * 4096 }
        if trial % 3 == 1 { length = bytes.count / 2 + length / 2 }
        bytes.removeLast(bytes.count - length)
        what = "cut to \(length)"
      }
      outcomes.append(try await fixture.examine(victim, "\(what)"))
    }
    #expect(!outcomes.contains { if case .unnoticed = $0 { true } else { false } })
    #expect(outcomes.contains { ($0.lost ?? 0) > 0 })
    // What is left of a log of which half was dropped may be nothing.
    #expect(outcomes.count { $0 == .refused } < (state == .closed ? 10 : 50) * Self.scale)
  }

  @Test("by flipped bits never gives a wrong record", arguments: DamageFixture.State.allCases)
  func flips(state: DamageFixture.State) async throws {
    let fixture = try await DamageFixture(state, seed: 4)
    var random = SeededRandom(5)
    for trial in 0..<60 * Self.scale {
      let victim = try fixture.victim()
      var what = ""
      try victim.damage { bytes in
        for _ in 0..<[1, 1, 1, 20][trial % 4] {
          // Every other flip falls on the first pages: the header, the schema, the marks of the ends.
          let range = trial % 2 == 0 ? bytes.count : min(bytes.count, 6 * 4096)
          let bit = Int.random(in: 0..<range * 8, using: &random)
          bytes[bit / 8] ^= 1 << (bit % 8)
          what += " bit \(bit % 8) of byte \(bit / 8)"
        }
      }
      let outcome = try await fixture.examine(victim, "\(what)")
      if case .unnoticed(let lost) = outcome { #expect(lost == 0, "\(what)") }
    }
  }

  @Test(
    "by overwritten and swapped pages never gives a wrong record", arguments: DamageFixture.State.allCases)
  func pages(state: DamageFixture.State) async throws {
    let fixture = try await DamageFixture(state, seed: 6)
    var random = SeededRandom(7)
    for trial in 0..<60 * Self.scale {
      let victim = try fixture.victim()
      var what = ""
      try victim.damage { bytes in
        let pages = bytes.count / 4096
        let (one, two) = (
          Int.random(in: 0..<pages, using: &random), Int.random(in: 0..<pages, using: &random)
        )
        let range = { (page: Int) in page * 4096..<(page + 1) * 4096 }
        switch trial % 3 {
        case 0: bytes.replaceSubrange(range(one), with: [UInt8](repeating: 0, count: 4096))
        case 1: bytes.replaceSubrange(range(one), with: random.bytes(4096))
        default:
          let kept = Array(bytes[range(one)])
          bytes.replaceSubrange(range(one), with: bytes[range(two)])
          bytes.replaceSubrange(range(two), with: kept)
        }
        what = "\(["zeros over", "noise over", "swapped"][trial % 3]) page \(one) (\(two))"
      }
      let outcome = try await fixture.examine(victim, "\(what)")
      if case .unnoticed(let lost) = outcome { #expect(lost == 0, "\(what)") }
    }
  }

  @Test("in its write-ahead log keeps a prefix", arguments: [DamageFixture.State.killedEarly, .killedLate])
  func writeAheadLog(state: DamageFixture.State) async throws {
    let fixture = try await DamageFixture(state, seed: 8)
    var random = SeededRandom(9)
    var outcomes: [Outcome] = []
    for trial in 0..<60 * Self.scale {
      let victim = try fixture.victim()
      var what = ""
      try victim.damage("-wal") { bytes in
        let place = Int.random(in: 0..<(trial % 5 == 0 ? 32 : bytes.count), using: &random)
        bytes[place] ^= UInt8.random(in: 1...255, using: &random)
        what = "byte \(place) of the write-ahead log"
      }
      let outcome = try await fixture.examine(victim, "\(what)")
      // On the disk, a last commit that lost its marks is a commit that a crash cut short.
      if case .unnoticed(let lost) = outcome { #expect(lost == 0 || lost == fixture.lastBatch, "\(what)") }
      outcomes.append(outcome)
    }
    #expect(outcomes.contains { if case .recovered(let lost) = $0 { lost > 0 } else { false } })
  }

  @Test("in its write-ahead log by being cut off keeps a prefix of whole batches")
  func writeAheadLogCut() async throws {
    let fixture = try await DamageFixture(.killedEarly, seed: 10)
    var random = SeededRandom(11)
    var lost: Set<Int> = []
    for _ in 0..<60 * Self.scale {
      let victim = try fixture.victim()
      try victim.damage("-wal") { $0.removeLast(Int.random(in: 1...$0.count, using: &random)) }
      if let some = try await fixture.examine(victim, "cut write-ahead log").lost { lost.insert(some) }
    }
    #expect(lost.count > 10)
  }

  @Test("in its write-ahead log, where the main file has more, is read from the main file")
  func writeAheadLogAlreadyCarried() async throws {
    // A checkpoint has carried all of the write-ahead log into the main file, and then it was damaged.
    let closed = try await DamageFixture(.closed, seed: 12)
    let killed = try await DamageFixture(.killedEarly, seed: 12)
    let victim = try closed.victim()
    let wal = try Data(contentsOf: URL(fileURLWithPath: killed.directory.file(DamageFixture.name + "-wal")))
    try wal.write(to: URL(fileURLWithPath: victim.path + "-wal"))
    try victim.damage("-wal") { $0[0] ^= 1 }
    #expect(try await closed.examine(victim, "damaged header") == .recovered(lost: 0))
  }
}
