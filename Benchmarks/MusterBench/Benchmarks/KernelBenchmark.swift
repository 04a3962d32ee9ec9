/// The discrete-event kernel beside SimPy, the same model and the same numbers on both sides.
enum KernelBenchmark {
  private static let rounds = 5

  static let benchmark = Benchmark(
    name: "kernel", title: "discrete events on one core, the kernel of the lab beside SimPy",
    probes: [KernelProbe.drawn, KernelProbe.timers, KernelProbe.queue], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let file = bench.scratch + "/draws.bin"
    try bench.measure(.muster("kernel-draw", [file]))
    let series = try bench.rounds(
      rounds, .muster("kernel-timers", [file]), .peer("simpy_timers.py", [file]),
      .muster("kernel-queue", [file]), .peer("simpy_queue.py", [file]))
    let (timers, simpyTimers, queue, simpyQueue) = (series[0], series[1], series[2], series[3])
    var body = Outcome.Body()
    body.rows = [
      Row("events, 1,000 timers", timers["perS"], .perSecond),
      Row("peer: SimPy", simpyTimers["perS"], .perSecond),
      Row("Muster / SimPy", timers.times(simpyTimers, "perS"), .times, .atLeast(50)),
      Row("customers, queue with 8 servers", queue["perS"], .perSecond),
      Row("peer: SimPy", simpyQueue["perS"], .perSecond),
      Row("Muster / SimPy", queue.times(simpyQueue, "perS"), .times, .atLeast(50)),
    ]
    body.notes = [
      "Timers: 1,000 timers that each go off 1,000 times, a million events; SimPy's are processes that wait for "
        + "timeouts. Queue: a million exponential draws, half of them arrivals and half services; SimPy's customers "
        + "are processes that ask for a Resource. Times are whole nanoseconds on both sides.",
      "The drawing and reading of the numbers and the hash of the order are not timed.",
    ]
    body.check("order of the million timer events", timers.word("hash"), simpyTimers.word("hash"))
    body.check("order of the departures", queue.word("hash"), simpyQueue.word("hash"))
    return body
  }
}
