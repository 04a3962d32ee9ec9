import Foundation

/// What the process uses, under the names that Prometheus' own libraries use.
enum ProcessMetrics {
  static func write(to text: inout PrometheusText) {
    var usage = rusage()
    #if canImport(Glibc)
      let this = RUSAGE_SELF.rawValue
    #else
      let this = RUSAGE_SELF
    #endif
    if getrusage(this, &usage) == 0 {
      let seconds = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) * 1e-6 }
      text.single(
        "process_cpu_seconds_total", .counter, "Processor time used, in seconds.", seconds.reduce(0, +))
    }
    let page = Double(sysconf(Int32(_SC_PAGESIZE)))
    if let memory = words("/proc/self/statm"), memory.count > 1 {
      text.single("process_virtual_memory_bytes", .gauge, "Virtual memory, in bytes.", memory[0] * page)
      text.single("process_resident_memory_bytes", .gauge, "Resident memory, in bytes.", memory[1] * page)
    }
    if let start = startTime {
      text.single("process_start_time_seconds", .gauge, "When the process began, in Unix seconds.", start)
    }
    if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
      text.single("process_open_fds", .gauge, "Open file descriptors.", Double(files.count))
    }
  }

  private static let startTime: Double? = {
    // The name of the program, in parentheses, may hold spaces: the fields count from behind it.
    guard let text = read("/proc/self/stat"), let name = text.lastIndex(of: ")"),
      let boot = read("/proc/stat")?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
      let booted = Double(boot.dropFirst(6))
    else { return nil }
    let fields = text[text.index(after: name)...].split(separator: " ")
    guard fields.count > 19, let ticks = Double(fields[19]) else { return nil }
    return booted + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }()

  private static func words(_ path: String) -> [Double]? {
    read(path)?.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
  }

  private static func read(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
