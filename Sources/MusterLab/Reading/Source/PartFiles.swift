import Glibc

/// Whether `path` is a directory; false too where there is nothing.
func isDirectory(_ path: String) -> Bool {
  guard let directory = opendir(path) else { return false }
  closedir(directory)
  return true
}

/// The paths of the parts of `table` in `directory`, in the order of their names: `TABLE-part-*.csv`, each
/// perhaps with `.gz`.
///
/// Throws `unreadable` if there is none, or one both plain and as gzip, which would count its rows twice.
func partFiles(in directory: String, of table: String) throws(TraceError) -> [String] {
  let names = try fileNames(in: directory).filter { name in
    name.hasPrefix("\(table)-part-") && (name.hasSuffix(".csv") || name.hasSuffix(".csv.gz"))
  }
  .sorted()
  guard !names.isEmpty else {
    throw TraceError(
      .unreadable, file: directory, found: "no part of \(table)",
      expected: "files called \(table)-part-*.csv or .csv.gz")
  }
  for (name, next) in zip(names, names.dropFirst()) where next == name + ".gz" {
    throw TraceError(
      .unreadable, file: directory, found: "both \(name) and \(next)", expected: "one of them")
  }
  return names.map { directory.hasSuffix("/") ? directory + $0 : "\(directory)/\($0)" }
}

private func fileNames(in path: String) throws(TraceError) -> [String] {
  guard let directory = opendir(path) else { throw TraceError.unreadable(path, errno: errno) }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
      tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
        String(cString: $0)
      }
    }
    names.append(name)
  }
  return names
}
