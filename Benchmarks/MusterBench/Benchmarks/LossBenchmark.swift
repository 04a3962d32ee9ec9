import Foundation

/// The real server, killed under load again and again: what was acknowledged must be there.
enum LossBenchmark {
  private static let kills = 50

  static let benchmark = Benchmark(
    name: "lost", title: "nothing lost: the real server killed with SIGKILL under load", probes: [], run: run)

  /// What the script says of a scene, in one line of JSON.
  private struct Scene: Decodable {
    struct Takeover: Decodable {
      let median: Double
      let max: Double
    }

    let scene: String
    let kills: Int
    let tasks: Double?
    let reports: Double?
    let refusals: Double?
    let takeoverSeconds: Takeover?
    let skipped: Bool?
  }

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    guard let python = bench.settings.python else { return .skipped("there is no Python") }
    let script = bench.settings.root + "/Tests/Live/nothing_lost.py"
    setenv("MUSTER_BIN", bench.settings.muster, 1)
    var body = Outcome.Body()
    for name in ["sqlite", "postgres", "disk"] {
      let text: String
      do { text = try Child.output(python, [script, "--kills", "\(kills)", name]) } catch {
        body.faults.append("\(name): something was lost or did not end: \(error)")
        continue
      }
      guard let line = text.split(separator: "\n").last,
        let scene = try? JSONDecoder().decode(Scene.self, from: Data(line.utf8))
      else { throw BenchError(found: "\"\(text.suffix(200))\"", expected: "a scene's result in JSON") }
      add(scene, to: &body)
    }
    body.notes = [
      "Four callers with idempotency keys and four workers go on through the kills. Every acknowledged task ended "
        + "exactly once, and every report was counted once, by number and by cost; otherwise the benchmark fails.",
      "sqlite: one server, `durability: normal`. postgres: two replicas on one database, the leader is killed; the "
        + "time is from the kill until the other takes requests. disk: a tmpfs of 6 MiB fills and is given room again.",
    ]
    return body
  }

  private static func add(_ scene: Scene, to body: inout Outcome.Body) {
    func row(_ what: String, _ value: Double?, _ unit: Row.Unit, _ target: Row.Target? = nil) {
      if let value { body.rows.append(Row(what, [value], unit, target)) }
    }
    if scene.skipped == true {
      body.notes.append("\(scene.scene): skipped, it needs what this machine does not have.")
      return
    }
    if scene.scene != "disk" { row("\(scene.scene): kills", Double(scene.kills), .cases) }
    row("\(scene.scene): tasks acknowledged, and ended once", scene.tasks, .cases)
    row("  reports counted once", scene.reports, .cases)
    row("  requests refused meanwhile", scene.refusals, .cases)
    row("  takeover, median", scene.takeoverSeconds?.median, .seconds, .under(5))
    row("  takeover, longest", scene.takeoverSeconds?.max, .seconds)
  }
}
