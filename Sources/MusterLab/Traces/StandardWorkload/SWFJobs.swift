import MusterCore

/// The jobs of a log as columns, in the order of submission.
struct SWFJobs: Sendable {
  private(set) var vocabulary = Vocabulary()
  /// Nanoseconds since the first job.
  private(set) var times: [Nanoseconds] = []
  private(set) var durations: [Nanoseconds] = []
  /// What the user asked for, at least 0; zero where nothing is known.
  private(set) var limits: [Nanoseconds] = []
  private(set) var processors: [Int] = []
  private(set) var tenants: [UInt32] = []
  private(set) var kinds: [UInt32] = []
  /// Processors of the machine.
  private(set) var machine = 1
  /// Jobs that never ran.
  private(set) var leftOut = 0

  var count: Int { times.count }

  init(path: String, limit: Int) throws(TraceError) {
    var reader = try SWFReader(path: path)
    var first: Double?
    while count < limit, let job = try reader.next() {
      // A run of zero seconds is one that was cancelled while it waited.
      guard let run = job.runSeconds, run > 0 || job.status == .completed else {
        leftOut += 1
        continue
      }
      let origin = first ?? job.submitSeconds
      first = origin
      // What was asked for, else what was given; 0 of either says nothing.
      let asked = job.requestedProcessors ?? 0
      let wanted = asked > 0 ? asked : max(job.allocatedProcessors ?? 1, 1)
      guard let width = Int32(exactly: wanted) else {
        throw TraceError(
          .outOfRange, file: reader.file, line: reader.line, column: .name("requested processors"),
          found: "\"\(wanted)\"", expected: "at most \(Int32.max)")
      }
      times.append(saturatedNanoseconds(job.submitSeconds - origin))
      durations.append(saturatedNanoseconds(run))
      limits.append(saturatedNanoseconds(job.requestedSeconds ?? 0))
      processors.append(Int(width))
      tenants.append(try name(job.user, "user", .tenant, reader.file, reader.line))
      kinds.append(try name(job.queue, "queue", .kind, reader.file, reader.line))
    }
    guard count > 0 else {
      throw TraceError(.fieldCount, file: path, found: "no job that ran", expected: "at least one")
    }
    let widest = processors.max() ?? 1
    machine = reader.header.maxProcs.map { Int(min($0, Int64(Int32.max))) } ?? widest
    if machine < 1 { machine = widest }
  }

  private mutating func name(
    _ number: Int64?, _ word: String, _ space: NameSpace, _ file: String, _ line: Int
  ) throws(TraceError) -> UInt32 {
    guard let number else { return 0 }
    return try vocabulary.index(of: "\(word)-\(number)", in: space, from: file, line: line, column: word)
  }
}
