import Testing

@testable import MusterCore

@Suite struct NoteTests {
  @Test func aNoteIsKeptAsItIsAndOnlyCounted() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    let before = scene.engine
    let note = Request.note(subject: 42, tag: 3, bytes: [1, 2, 0, 255])
    #expect(scene.ask(note) == [.noted(subject: 42, tag: 3, bytes: [1, 2, 0, 255])])
    #expect(scene.engine.totals.facts == before.totals.facts + 1)
    #expect(scene.engine.tasks.records == before.tasks.records)
    #expect(scene.engine.pool.version == before.pool.version)
    #expect(scene.allocate().leases.map(\.task) == [TaskID(1)])
  }

  @Test func timeDoesNotRunBackwardsBehindANote() {
    var scene = Scene()
    scene.now = Instant(seconds: 9)
    scene.ask(.note(subject: 0, tag: 0, bytes: []))
    #expect(scene.engine.now == Instant(seconds: 9))
    scene.now = Instant(seconds: 5)
    scene.submit(task(1))
    #expect(scene.facts.last?.at == Instant(seconds: 9))
  }

  @Test func aNoteBeyondTheLimitIsRefused() {
    var scene = Scene()
    let bytes = [UInt8](repeating: 0, count: Engine.noteLimit + 1)
    #expect(
      scene.refusal(of: .note(subject: 1, tag: 0, bytes: bytes))
        == "note: found 16777217 bytes, expected at most 16777216")
    #expect(scene.ask(.note(subject: 1, tag: 0, bytes: Array(bytes.dropLast()))).count == 1)
  }
}
