import MusterCore
import MusterLab

/// Watches one run: measures it, moves the bar, and keeps the facts for the log if there is one.
struct RunWatcher: RunObserver {
  var recorder: Recorder
  let bar: ProgressBar
  let keepsFacts: Bool
  /// Facts that are not in the log yet.
  var facts: [Fact] = []

  init(workload: Workload, bar: ProgressBar, keepsFacts: Bool) {
    recorder = Recorder(workload: workload)
    self.bar = bar
    self.keepsFacts = keepsFacts
  }

  mutating func began(_ facts: [Fact], _ engine: Engine, at now: Instant) {
    recorder.began(facts, engine, at: now)
    if keepsFacts { self.facts += facts }
  }

  mutating func willAllocate() { recorder.willAllocate() }
  mutating func didAllocate(offered: Int) { recorder.didAllocate(offered: offered) }

  mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) {
    recorder.stepped(facts, engine, at: now)
    if keepsFacts { self.facts += facts }
    var submitted = 0
    for fact in facts {
      if case .submitted = fact.event { submitted += 1 }
    }
    if submitted > 0 { bar.advance(by: submitted) }
  }
}
