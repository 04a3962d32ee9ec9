import MusterMath

/// What the engine knows of one task beyond what was submitted.
public struct TaskRecord: Sendable, Equatable {
  public internal(set) var status = TaskStatus.submitted
  /// Row in the ``ShapeTable``; derived, hence not part of the state's hash.
  public internal(set) var shape: Int32 = 0
  /// Failed tries.
  public internal(set) var failures: Int32 = 0
  /// Dependencies that have not succeeded yet.
  public internal(set) var pending: Int32 = 0
  /// Order of submission, from 1 on: rows are used again and do not tell.
  public internal(set) var submission: UInt64 = 0
  public internal(set) var submittedAt = Instant.zero
  public internal(set) var readySince = Instant.zero
  /// When the next try may begin.
  public internal(set) var wakeAt = Instant.zero
  /// Order of becoming ready.
  public internal(set) var readySequence: UInt64 = 0

  /// The lease in force, or none.
  public internal(set) var lease = LeaseID.none
  /// Pool row of the agent that holds the lease, or held the last one; -1 before the first.
  public internal(set) var agent: Int32 = -1
  public internal(set) var devices: DeviceMask = 0
  public internal(set) var leasedAt = Instant.zero
  public internal(set) var until = Instant.never
  /// Micro-dollars reserved for the lease in force, and spent on all earlier ones.
  public internal(set) var reserve: Int64 = 0
  public internal(set) var spent: Int64 = 0
  public internal(set) var decision = DecisionID(0)
  public internal(set) var propensity = 1.0
  /// Share of the task's allowance that the lease was to use, and how much work it allowed beyond that.
  public internal(set) var effort = 1.0
  public internal(set) var allowance = Allowance.none

  /// The lease under which a run was called off, until what it had cost is told; or none.
  public internal(set) var calledOff = LeaseID.none

  public internal(set) var reason = EndReason.reported
  public internal(set) var reward = 0.0
  public internal(set) var endedAt = Instant.zero
  /// Order of ending.
  public internal(set) var endSequence: UInt64 = 0

  /// Neighbours in the list of the agent's leases (rows, -1 for none); derived.
  var nextOnAgent: Int32 = -1
  var previousOnAgent: Int32 = -1
  /// Whether an entry of the ready queue stands for it; derived.
  var isQueued = false
  /// Where the agents that failed it are listed, -1 for none. The list is state, its place is not.
  var failedSlot: Int32 = -1
  /// Where the ballot of a task that asks several is, -1 for none. The ballot is state, its place is not.
  var ballotSlot: Int32 = -1
}

/// All tasks that are alive, and the latest of those that ended.
public struct TaskTable: Sendable {
  public internal(set) var specs: [Task] = []
  public internal(set) var records: [TaskRecord] = []
  /// Hashes of the specs, taken once each; derived.
  var digests: [UInt64] = []
  /// Tasks that wait for the task in each row; ids, because rows are used again.
  var dependents: [[TaskID]] = []
  var rows = RowIndex()
  /// Rows to use next, last first.
  var freeRows: [Int32] = []
  var isFree: [Bool] = []
  /// Ended tasks in the order of their ends: rows, from `endedHead` on.
  var endedRows: [Int32] = []
  var endedHead = 0
  var order = SubmissionOrder()
  /// Of the few tasks that have any.
  var failedAgents: [FailedAgents] = []
  var freeFailedSlots: [Int32] = []
  /// Of the tasks that ask several.
  var ballots: [Ballot] = []
  var freeBallotSlots: [Int32] = []

  public internal(set) var liveCount = 0

  public func row(of id: TaskID) -> Int? { rows[id.rawValue].map(Int.init) }

  /// The row of a dependency that is still kept. A task that came later under the id of one that was forgotten is
  /// another task: nobody who came before waits for it.
  func row(of dependency: TaskID, before submission: UInt64) -> Int? {
    guard let row = row(of: dependency), records[row].submission < submission else { return nil }
    return row
  }

  /// Rows that hold a task, in row order.
  public var occupiedRows: some Sequence<Int> { records.indices.lazy.filter { !isFree[$0] } }

  mutating func insert(_ task: Task) -> Int {
    let row: Int
    if let reused = freeRows.popLast() {
      row = Int(reused)
      // What else is there was emptied when the row came free.
      specs[row] = task
      digests[row] = task.digest
      isFree[row] = false
    } else {
      row = specs.count
      specs.append(task)
      digests.append(task.digest)
      records.append(TaskRecord())
      dependents.append([])
      isFree.append(false)
    }
    rows.insert(task.id.rawValue, Int32(row))
    liveCount += 1
    return row
  }

  /// Notes that the task in the row has ended, and forgets the oldest beyond `retention`.
  /// - Returns: what other indices must forget with it, if anything was forgotten.
  mutating func retire(_ row: Int, retention: Int) -> Forgotten? {
    liveCount -= 1
    endedRows.append(Int32(row))
    guard endedRows.count - endedHead > retention else { return nil }
    let oldest = Int(endedRows[endedHead])
    endedHead += 1
    if endedHead > 1024 && endedHead * 2 > endedRows.count {
      endedRows.removeFirst(endedHead)
      endedHead = 0
    }
    let forgotten = Forgotten(
      id: specs[oldest].id, tenant: specs[oldest].tenant, idempotencyKey: specs[oldest].idempotencyKey,
      dependencies: specs[oldest].dependencies)
    rows.remove(specs[oldest].id.rawValue)
    if records[oldest].ballotSlot >= 0 { freeBallotSlots.append(records[oldest].ballotSlot) }
    specs[oldest] = TaskTable.vacancy
    records[oldest] = TaskRecord()
    dependents[oldest] = []
    isFree[oldest] = true
    freeRows.append(Int32(oldest))
    return forgotten
  }

  struct Forgotten {
    var id: TaskID
    var tenant: TenantID
    var idempotencyKey: String?
    var dependencies: [TaskID]
  }

  static var vacancy: Task { Task(id: TaskID(0)) }
}
