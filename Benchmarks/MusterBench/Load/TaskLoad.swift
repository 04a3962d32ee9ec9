import NIOCore
import NIOPosix

/// Tasks through the native API, submitted in batches, leased and reported by workers, until all are completed.
final class TaskLoad: Talker {
  static let workers = 8
  private static let batch = 100
  private static let lease = 32
  /// The most tasks that are submitted and not completed.
  private static let window = 4000

  private let total: Int
  private let name: String
  private let done: EventLoopPromise<Double>
  private let batchRequest: ByteBuffer
  private let leaseRequests: [ByteBuffer]
  private var watch = Stopwatch()
  private var submitter: Line?
  private var isSubmitting = false
  private var submitted = 0
  private var completed = 0
  private var ready = 0

  /// Line 0 submits, the others work.
  init(total: Int, name: String, done: EventLoopPromise<Double>) {
    self.total = total
    self.name = name
    self.done = done
    let task = #"{"kind":"bench","skills":["\#(name)"],"input":{"text":"summarise this"}}"#
    batchRequest = RawRequest.make(
      "POST", "/api/v1/tasks/batch",
      "{\"tasks\":[" + Array(repeating: task, count: Self.batch).joined(separator: ",") + "]}")
    leaseRequests = (0...Self.workers).map { worker in
      RawRequest.make(
        "POST", "/api/v1/agents/\(name)-\(worker)/leases", "{\"max\":\(Self.lease),\"wait\":\"2s\"}")
    }
  }

  /// Runs so many tasks to their end.
  /// - Returns: seconds from the first submission to the last report.
  static func run(port: Int, total: Int, name: String) async throws -> Double {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let done = loop.makePromise(of: Double.self)
    let talker = try await loop.submit {
      NIOLoopBound(TaskLoad(total: total, name: name, done: done) as any Talker, eventLoop: loop)
    }.get()
    try await Lines.open(workers + 1, port: port, on: loop, talker)
    let seconds = try await done.futureResult.get()
    try await group.shutdownGracefully()
    return seconds
  }

  func opened(_ line: Line) {
    guard line.number > 0 else {
      submitter = line
      return begin()
    }
    line.send(
      RawRequest.make(
        "PUT", "/api/v1/agents/\(name)-\(line.number)", "{\"concurrency\":64,\"skills\":[\"\(name)\"]}"))
  }

  func began(_ line: Line) {}

  func closed(_ line: Line) {
    done.fail(BenchError(found: "a connection that closed", expected: "\(total) completed tasks"))
  }

  func answered(_ line: Line, status: Int, body: ByteBuffer) {
    guard (200...201).contains(status) else {
      return done.fail(
        BenchError(found: "status \(status): \(String(buffer: body).prefix(200))", expected: "200 or 201"))
    }
    let text = body.readableBytesView
    if line.number == 0 {
      isSubmitting = false
      return submit()
    }
    let leases = JSONStrings.values(of: "lease", in: text)
    if JSONStrings.has("verdict", in: text) {
      report(of: line, JSONStrings.values(of: "verdict", in: text))
    } else if JSONStrings.has("leases", in: text) {
      if leases.isEmpty { return line.send(leaseRequests[line.number]) }
      line.send(Self.reports(leases, JSONStrings.values(of: "task", in: text)))
    } else {
      ready += 1
      begin()
      line.send(leaseRequests[line.number])
    }
  }

  /// Once all workers are there.
  private func begin() {
    guard ready == Self.workers, submitter != nil else { return }
    watch = Stopwatch()
    submit()
  }

  private func submit() {
    guard !isSubmitting, submitted < total, submitted - completed + Self.batch <= Self.window else { return }
    isSubmitting = true
    submitted += Self.batch
    submitter?.send(batchRequest)
  }

  private func report(of line: Line, _ verdicts: [String]) {
    if let other = verdicts.first(where: { $0 != "accepted" }) {
      return done.fail(BenchError(found: "a report with verdict \(other)", expected: "accepted"))
    }
    completed += verdicts.count
    if completed >= total { return done.succeed(watch.seconds) }
    submit()
    line.send(leaseRequests[line.number])
  }

  private static func reports(_ leases: [String], _ tasks: [String]) -> ByteBuffer {
    let reports = zip(leases, tasks).map { lease, task in
      "{\"lease\":\"\(lease)\",\"task\":\"\(task)\",\"succeeded\":true,\"output\":\"done\"}"
    }
    return RawRequest.make("POST", "/api/v1/reports", "{\"reports\":[\(reports.joined(separator: ","))]}")
  }
}

/// Finds string members in JSON without reading the rest: enough for answers whose form is known.
enum JSONStrings {
  static func has(_ name: String, in bytes: ByteBufferView) -> Bool {
    bytes.firstRange(of: Array("\"\(name)\":".utf8)) != nil
  }

  static func values(of name: String, in bytes: ByteBufferView) -> [String] {
    let key = Array("\"\(name)\":\"".utf8)
    var values: [String] = []
    var rest = bytes[...]
    while let found = rest.firstRange(of: key) {
      let tail = rest[found.upperBound...]
      guard let end = tail.firstIndex(of: UInt8(ascii: "\"")) else { break }
      values.append(String(decoding: tail[..<end], as: UTF8.self))
      rest = tail[end...]
    }
    return values
  }
}
