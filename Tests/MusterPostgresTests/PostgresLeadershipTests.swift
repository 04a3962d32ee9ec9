import Foundation
import MusterStore
import MusterTestKit
import Testing

@testable import MusterPostgres

@Suite("The leadership") struct PostgresLeadershipTests {
  @Test("is held by one, who can give it up") func handOver() async throws {
    let schema = try TestSchema()
    let (one, other) = (try await schema.leadership(), try await schema.leadership())
    #expect(try await one.currentLeader() == nil)
    #expect(try await one.tryAcquire(address: "one:1"))
    #expect(try await !other.tryAcquire(address: "other:2"))
    #expect(await one.isHeld())
    #expect(await !other.isHeld())
    #expect(await one.epoch() == 1)
    #expect(await other.epoch() == nil)
    for leadership in [one, other] {
      let leader = try await leadership.currentLeader()
      #expect(leader?.address == "one:1")
      #expect(leader?.epoch == 1)
    }
    await other.release()
    #expect(await one.isHeld())

    await one.release()
    #expect(await !one.isHeld())
    #expect(try await other.currentLeader() == nil)
    #expect(try await other.tryAcquire(address: "other:2"))
    #expect(try await one.currentLeader()?.address == "other:2")
    #expect(await other.epoch() == 2)
  }

  @Test("acquired again by its holder stays as it is, and is given up at once") func again() async throws {
    let schema = try TestSchema()
    let (one, other) = (try await schema.leadership(), try await schema.leadership())
    for _ in 0..<3 { #expect(try await one.tryAcquire(address: "one")) }
    #expect(await one.epoch() == 1)
    await one.release()
    #expect(try await other.tryAcquire(address: "other"))
  }

  @Test("of one schema is not that of another") func schemas() async throws {
    let one = try await TestSchema().leadership()
    let other = try await TestSchema().leadership()
    #expect(try await one.tryAcquire(address: "one"))
    #expect(try await other.tryAcquire(address: "other"))
    #expect(try await one.currentLeader()?.address == "one")
  }

  @Test("ends with its holder's connection") func terminated() async throws {
    let schema = try TestSchema()
    let (one, other) = (try await schema.leadership(), try await schema.leadership())
    #expect(try await one.tryAcquire(address: "one"))
    try schema.terminate()
    #expect(await !one.isHeld())
    #expect(try await other.currentLeader() == nil)
    #expect(try await other.tryAcquire(address: "other"))
    #expect(await other.epoch() == 2)
    #expect(try await !one.tryAcquire(address: "one"))
    #expect(try await one.currentLeader()?.address == "other")
    other.close()
    #expect(try await acquires(one))
    #expect(await one.epoch() == 3)
  }

  @Test("whose lock was taken away is not held") func unlocked() async throws {
    let one = try await TestSchema().leadership()
    #expect(try await one.tryAcquire(address: "one"))
    try await one.channel.perform("unlock") { _ = try $0.run("SELECT pg_advisory_unlock_all()") }
    #expect(await !one.isHeld())
    #expect(try await one.currentLeader() == nil)
  }

  @Test("of one who has not yet written its name is nobody's to tell") func unnamed() async throws {
    let schema = try TestSchema()
    let one = try await schema.leadership()
    #expect(try await one.tryAcquire(address: "one"))
    try schema.terminate()
    let next = try schema.session()
    #expect(try LeaderTable.lock(next))
    #expect(try await one.currentLeader() == nil)
    _ = try LeaderTable.begin("next", next)
    #expect(try await one.currentLeader()?.address == "next")
  }

  @Test("of a process that is killed goes to the next") func killed() async throws {
    let schema = try TestSchema()
    let follower = try await schema.leadership()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [url = schema.url as String, name = schema.name as String] in
      let leader = try await PostgresLeadership.open(url: url, schema: name)
      #expect(try await leader.tryAcquire(address: "leader"))
      kill(getpid(), SIGKILL)
    }
    #expect(try await acquires(follower))
    #expect(await follower.epoch() == 2)
  }

  @Test("shows how long ago its holder showed itself") func heartbeat() async throws {
    let schema = try TestSchema()
    let one = try await schema.leadership()
    #expect(try await one.tryAcquire(address: "one"))
    try schema.run("UPDATE leader SET heartbeat = heartbeat - interval '1 hour'")
    #expect(try #require(await one.currentLeader()).heartbeatAge >= .seconds(3600))
    #expect(await one.isHeld())
    #expect(try #require(await one.currentLeader()).heartbeatAge < .seconds(3600))
  }

  /// Polls as a follower does: the server needs a moment to notice that a connection has ended.
  private func acquires(_ follower: PostgresLeadership) async throws -> Bool {
    for _ in 0..<500 {
      if try await follower.tryAcquire(address: "follower") { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }
}
