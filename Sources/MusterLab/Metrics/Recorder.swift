import MusterCore
import MusterMath

/// Measures a run: what ``MetricCatalogue`` lists. Everything comes from the facts and the virtual clock, except
/// the time that decisions take, which is kept apart.
public struct Recorder: RunObserver, Sendable {
  private var usage = UsageMeter()
  private var latency = LatencyMeter()
  private var fairness = FairnessMeter()
  private var money = MoneyMeter()
  private var fragmentation: FragmentationCurves?
  private var shift: ShiftMeter?
  private var service: ServiceMeter?
  private var decisions = DecisionClock()
  private var truth: TruthMeter
  private let completes: Bool

  private var firstArrival: Instant?
  private var lastEnd = Instant.zero
  private var totals = Totals()
  /// Runs of tasks that asked several, which are not counted as tasks: submitted, and ended by ``End``.
  private var runs = (submitted: UInt64(0), ended: SIMD8<UInt64>.zero)
  private var placed = 0
  private var lastStep = Instant.zero

  public init(workload: Workload) {
    completes = !(workload.world is EndlessWorld)
    truth = TruthMeter(world: workload.world)
    for meter in workload.meters {
      switch meter {
      case .fragmentationCurves: fragmentation = FragmentationCurves(mix: workload.mix)
      case .shift(let mark): shift = ShiftMeter(mark, workload: workload)
      case .service(let level): service = ServiceMeter(level, workload: workload)
      }
    }
  }

  public mutating func began(_ facts: [Fact], _ engine: Engine, at now: Instant) {
    usage.began(engine, at: now)
    fragmentation?.began(engine)
  }

  public mutating func willAllocate() { decisions.start() }
  public mutating func didAllocate(offered: Int) { decisions.stop(offered: offered) }

  public mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) {
    usage.advance(to: now)
    var hasChanged = false
    for fact in facts {
      switch fact.event {
      case .submitted(let task):
        if firstArrival == nil { firstArrival = now }
        if task.ballot != nil { runs.submitted += 1 } else { fairness.submitted(task) }
        if task.ask != nil { money.askedSeveral() }
        fragmentation?.arrived(task)
      case .leased(let lease):
        guard let row = engine.tasks.row(of: lease.task) else { continue }
        let task = engine.tasks.specs[row]
        let record = engine.tasks.records[row]
        hasChanged = true
        usage.took(task.demand)
        latency.placed(after: fact.at - record.readySince)
        if record.failures == 0 { placed += 1 }
        fairness.placed(task)
        fragmentation?.placed(task, on: lease.agent, engine)
      case .settled(_, _, let charge, _): money.askedSeveral(calledOff: charge)
      case .started(_, let id): service?.started(id, at: fact.at)
      case .revoked(_, let id, _, _), .attemptFailed(_, let id, _, _, _):
        guard let row = engine.tasks.row(of: id) else { continue }
        hasChanged = true
        usage.gave(engine.tasks.specs[row].demand)
      case .ended(let ending):
        guard let row = engine.tasks.row(of: ending.task) else { continue }
        let record = engine.tasks.records[row]
        let task = engine.tasks.specs[row]
        if ending.lease != .none {
          hasChanged = true
          usage.gave(task.demand)
        }
        lastEnd = max(lastEnd, now)
        if task.ballot != nil {
          runs.ended[Int(ending.end.rawValue)] += 1
          continue
        }
        money.ended(ending)
        shift?.ended(
          task, on: record.agent >= 0 ? engine.pool.agents[Int(record.agent)].id : nil,
          succeeded: ending.end == .succeeded)
        truth.ended(ending, record, engine)
        if ending.end == .succeeded {
          service?.succeeded(task.id, since: record.submittedAt)
          let total = fact.at - record.submittedAt
          latency.completed(after: total)
          fairness.completed(task, after: total, service: fact.at - record.leasedAt)
        }
      default: break
      }
    }
    fragmentation?.sample(engine)
    usage.sampleLoad(engine, at: now, changed: hasChanged)
    totals = engine.totals
    lastStep = now
  }

  /// The result of a run, under the policy's name and the seed.
  public func result(policy: String, seed: UInt64, of run: borrowing Simulation) -> RunResult {
    let refused = run.refused
    let submitted = Double(totals.submitted - runs.submitted) + Double(refused)
    func ended(_ end: End) -> UInt64 { totals.ended(end) - runs.ended[Int(end.rawValue)] }
    func percent(_ count: UInt64) -> Double { submitted == 0 ? .nan : 100 * Double(count) / submitted }
    var metrics: [MetricValue] = []
    if let fragmentation { metrics += fragmentation.metrics }
    if let shift { metrics += shift.metrics }
    let span = Double(lastEnd - (firstArrival ?? .zero)) * 1e-9
    if let service { metrics += service.metrics(submitted: submitted, seconds: span) }
    metrics += run.world.metrics
    if completes {
      metrics += [
        MetricValue("successPct", percent(ended(.succeeded))),
        MetricValue("failedPct", percent(ended(.failed))),
      ]
      metrics += truth.metrics(submitted: submitted)
    }
    metrics.append(MetricValue("rejectedPct", percent(ended(.rejected) + UInt64(refused))))
    if completes {
      metrics += [
        MetricValue("expiredPct", percent(ended(.expired))),
        MetricValue("cancelledPct", percent(ended(.cancelled))),
      ]
      metrics += money.metrics(spent: totals.spent, submitted: submitted, succeeded: ended(.succeeded))
    }
    metrics += latency.metrics(completes: completes)
    metrics += usage.metrics
    metrics.append(MetricValue("jain", fairness.jain(completes: completes)))
    if completes {
      metrics += [
        MetricValue("makespanS", span),
        MetricValue(
          "throughputPerS", span > 0 ? Double((totals.ended &- runs.ended).wrappedSum()) / span : .nan),
        MetricValue("preemptions", Double(totals.preemptions)),
        MetricValue("requeues", Double(totals.revocations)),
      ]
    }
    var curves = usage.curves
    if let fragmentation { curves = fragmentation.curves + curves }
    if let shift { curves = shift.curves + curves }
    return RunResult(
      policy: policy, seed: seed, metrics: metrics, wallClock: decisions.metrics, curves: curves)
  }
}
