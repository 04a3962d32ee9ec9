import Glibc

/// Room for what training remembers: asked about before it is taken, as there is no way back from a failed request.
enum Room {
  /// Bytes that may be taken: three quarters of the machine's memory, or of what the process may have.
  static let bytes: Int = {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    let machine = pages > 0 && size > 0 ? pages * size : .max
    var limit = rlimit()
    let own =
      getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 ? Int(clamping: limit.rlim_cur) : .max
    return min(machine, own) / 4 * 3
  }()

  /// Throws where so many rows of so many bytes have no room.
  static func check(
    _ name: String, _ rows: Int, bytesEach: Int, room: Int = bytes
  ) throws(TrainingError) {
    let most = room / max(bytesEach, 1)
    if rows <= most { return }
    let whole = Double(rows) * Double(bytesEach) / 1e9
    throw .setting(
      name: name,
      found: "\(rows), of \(bytesEach) bytes each and \(Int(min(whole.rounded(.up), 1e15))) GB in all",
      expected: "at most \(most), for which there is room")
  }
}
