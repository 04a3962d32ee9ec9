import MusterCore
import MusterMath

/// Whether tenants fare alike. Where work completes: Jain's index of the tenants' mean speed (time in service
/// over time in the system, the inverse of the slowdown). Where it does not: of the share of their tasks that
/// found a place.
struct FairnessMeter: Sendable {
  private var submitted: [Double] = []
  private var placed: [Double] = []
  private var speed: [Double] = []
  private var completed: [Double] = []

  private mutating func ensure(_ tenant: TenantID) -> Int {
    let index = Int(tenant.rawValue)
    while submitted.count <= index {
      submitted.append(0)
      placed.append(0)
      speed.append(0)
      completed.append(0)
    }
    return index
  }

  mutating func submitted(_ task: Task) { submitted[ensure(task.tenant)] += 1 }
  mutating func placed(_ task: Task) { placed[ensure(task.tenant)] += 1 }
  mutating func completed(_ task: Task, after total: Nanoseconds, service: Nanoseconds) {
    let index = ensure(task.tenant)
    completed[index] += 1
    speed[index] += total > 0 ? Double(service) / Double(total) : 1
  }

  func jain(completes: Bool) -> Double {
    let present = submitted.indices.filter { submitted[$0] > 0 }
    if present.isEmpty { return .nan }
    return Jain.index(
      present.map {
        completes ? (completed[$0] > 0 ? speed[$0] / completed[$0] : 0) : placed[$0] / submitted[$0]
      })
  }
}
