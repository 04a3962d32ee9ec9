import MusterCore
import MusterMath

/// The tasks of a stretch of Google's trace as columns, some 40 bytes each: submissions joined to what became
/// of them.
///
/// Events are read once, front to back; of tasks that are over nothing but their row is kept.
struct GoogleTasks: Sendable {
  /// Which part of the trace to take.
  struct Window: Sendable {
    /// Submissions from here on, microseconds.
    var from: Int64 = 0
    /// Nothing at or after this is read, microseconds.
    var until = Int64.max
    /// Submissions at most.
    var limit = Int.max
  }

  private(set) var vocabulary = Vocabulary()
  /// Microseconds of the trace.
  private(set) var submitted: [Int64] = []
  /// Microseconds from placement to end; `endless` or `withdrawn`.
  private(set) var lengths: [Int64] = []
  private(set) var cpuMilli: [Int32] = []
  private(set) var memoryMiB: [Int32] = []
  private(set) var tenants: [UInt32] = []
  private(set) var kinds: [UInt8] = []
  private(set) var priorities: [UInt8] = []
  /// Rows whose demand the trace left out.
  private(set) var unknownDemands = 0

  /// The trace does not see the end of it.
  static let endless: Int64 = -1
  /// Taken back before it was ever placed.
  static let withdrawn: Int64 = -2

  /// When the task was placed, -1 while it was not; needed only while reading.
  private var placed: [Int64] = []
  /// Rows of tasks that are not over, by a hash of job and index. Two of a billion such hashes are equal with
  /// a probability of 3 %; then one task's end would count for another.
  private var open = RowIndex()
  /// Kind of each scheduling class.
  private var kindOfClass: [UInt8] = []

  var count: Int { submitted.count }

  init(path: String, window: Window) throws(TraceError) {
    for schedulingClass in 0...3 {
      kindOfClass.append(UInt8(vocabulary.intern("class-\(schedulingClass)", in: .kind) ?? 0))
    }
    var reader = try GoogleTaskEventReader(path: path)
    while let record = try reader.next() {
      // The greatest time stands for "after the trace": nothing is known from there on.
      guard record.timeMicroseconds < window.until else { break }
      let key = Mix.hash(UInt64(record.jobID), UInt64(record.taskIndex))
      switch record.event {
      case .submit:
        guard record.timeMicroseconds >= window.from else { break }
        // A second submission says that the first is over, though nothing said so.
        if let row = open[key] { end(Int(row), key, at: record.timeMicroseconds) }
        if count < window.limit { try submit(record, key, reader.file, reader.line) }
      case .schedule:
        if let row = open[key] { placed[Int(row)] = record.timeMicroseconds }
      case .evict, .fail, .finish, .kill, .lost:
        if let row = open[key] { end(Int(row), key, at: record.timeMicroseconds) }
      case .updatePending, .updateRunning: break
      }
      if count == window.limit, open.isEmpty { break }
    }
    placed = []
    open = RowIndex()
    fillDemands()
  }

  private mutating func submit(
    _ record: GoogleTaskEventRecord, _ key: UInt64, _ file: String, _ line: Int
  ) throws(TraceError) {
    guard count < Int(Int32.max) else {
      throw TraceError(
        .outOfRange, file: file, line: line, found: "more than \(Int32.max) tasks",
        expected: "a limit below that")
    }
    open.insert(key, Int32(count))
    submitted.append(record.timeMicroseconds)
    lengths.append(Self.endless)
    placed.append(-1)
    cpuMilli.append(Self.amount(record.cpu, GoogleMachines.cpuMilli))
    memoryMiB.append(Self.amount(record.memory, GoogleMachines.memoryMiB))
    var tenant: UInt32 = 0
    if let user = record.user {
      tenant = try vocabulary.index(of: user, in: .tenant, from: file, line: line, column: "user")
    }
    tenants.append(tenant)
    kinds.append(record.schedulingClass.map { kindOfClass[Int($0)] } ?? 0)
    priorities.append(UInt8(record.priority))
  }

  /// A share as an amount, at least 1 unless it is zero; -1 where it is not known.
  private static func amount(_ share: Double?, _ whole: Double) -> Int32 {
    guard let share else { return -1 }
    return share == 0 ? 0 : Int32(min(max(1, (share * whole).rounded()), Double(Int32.max)))
  }

  private mutating func end(_ row: Int, _ key: UInt64, at time: Int64) {
    lengths[row] = placed[row] < 0 ? Self.withdrawn : time - placed[row]
    open.remove(key)
  }

  /// Puts the median of what is known in place of what is not.
  private mutating func fillDemands() {
    unknownDemands = cpuMilli.indices.count { cpuMilli[$0] < 0 || memoryMiB[$0] < 0 }
    Self.fill(&cpuMilli)
    Self.fill(&memoryMiB)
  }

  private static func fill(_ amounts: inout [Int32]) {
    guard amounts.contains(where: { $0 < 0 }) else { return }
    let known = amounts.filter { $0 >= 0 }.sorted()
    let median = known.isEmpty ? 0 : known[known.count / 2]
    for row in amounts.indices where amounts[row] < 0 { amounts[row] = median }
  }
}
