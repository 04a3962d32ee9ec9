import Foundation
import MusterMath

/// Two small models on the event queue, driven as the lab drives it: take the earliest, handle it, add what follows.
enum KernelProbe {
  private static let draws = 1_000_000
  private static let timerCount = 1000
  private static let servers = 8

  /// Writes the draws that both sides use: exponential, mean 1 s, whole nanoseconds. Arguments: the file.
  static let drawn = Probe("kernel-draw") { arguments in
    var random = Random(seed: 1)
    var bytes = ByteWriter(capacity: 8 * draws)
    for _ in 0..<draws { bytes.fixed64(UInt64(max(1, random.exponential(mean: 1e9)))) }
    try Data(bytes.bytes).write(to: URL(fileURLWithPath: try path(arguments)))
    return Measurement()
  }

  /// Arguments: the file of draws.
  static let timers = Probe("kernel-timers") { arguments in
    let delays = try read(path(arguments))
    _ = run(timers: delays)
    return result(timed: { run(timers: delays) })
  }

  /// Arguments: the file of draws.
  static let queue = Probe("kernel-queue") { arguments in
    let draws = try read(path(arguments))
    _ = run(queue: draws)
    return result(timed: { run(queue: draws) })
  }

  /// Which timer went off, in order. Timer i waits for delays i * 1000, i * 1000 + 1 and so on.
  private static func run(timers delays: [Int64]) -> [Int32] {
    let each = delays.count / timerCount
    var events = EventQueue<Int32>()
    events.reserve(timerCount)
    var next = (0..<timerCount).map { $0 * each }
    var order: [Int32] = []
    order.reserveCapacity(delays.count)
    for timer in 0..<timerCount {
      events.push(at: delays[next[timer]], Int32(timer))
      next[timer] += 1
    }
    while let event = events.pop() {
      let timer = Int(event.payload)
      order.append(event.payload)
      if next[timer] < (timer + 1) * each {
        events.push(at: event.key + delays[next[timer]], event.payload)
        next[timer] += 1
      }
    }
    return order
  }

  /// Which customer departed, in order. Customer i arrives draws[2 i] * 5 / 32 after the one before, so that the
  /// servers are busy at 80 %, and takes draws[2 i + 1].
  private static func run(queue draws: [Int64]) -> [Int32] {
    let customers = draws.count / 2
    let arrival: Int32 = -1
    var events = EventQueue<Int32>()
    var waiting: [Int32] = []
    var firstWaiting = 0
    var idle = servers
    var arrived: Int32 = 0
    var order: [Int32] = []
    order.reserveCapacity(customers)
    func gap(_ customer: Int32) -> Int64 { draws[2 * Int(customer)] * 5 / 32 }
    events.push(at: gap(0), arrival)
    while let event = events.pop() {
      if event.payload == arrival {
        let customer = arrived
        arrived += 1
        if Int(arrived) < customers { events.push(at: event.key + gap(arrived), arrival) }
        if idle > 0 {
          idle -= 1
          events.push(at: event.key + draws[2 * Int(customer) + 1], customer)
        } else {
          waiting.append(customer)
        }
      } else {
        order.append(event.payload)
        if firstWaiting < waiting.count {
          let customer = waiting[firstWaiting]
          firstWaiting += 1
          events.push(at: event.key + draws[2 * Int(customer) + 1], customer)
        } else {
          idle += 1
        }
      }
    }
    return order
  }

  private static func result(timed run: () -> [Int32]) -> Measurement {
    let watch = Stopwatch()
    let order = run()
    let seconds = watch.seconds
    var hash = OrderHash()
    for number in order { hash.fold(UInt64(number)) }
    var result = Measurement()
    result["perS"] = Double(order.count) / seconds
    result[word: "hash"] = hash.text
    return result
  }

  private static func path(_ arguments: [String]) throws -> String {
    guard arguments.count == 1 else { throw BenchError(found: "\(arguments)", expected: "FILE") }
    return arguments[0]
  }

  private static func read(_ path: String) throws -> [Int64] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return data.withUnsafeBytes { bytes in
      (0..<data.count / 8).map {
        Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self))
      }
    }
  }
}
