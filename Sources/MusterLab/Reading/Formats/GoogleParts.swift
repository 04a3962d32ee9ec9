/// One table of the Google cluster trace of 2011: a file, or all its parts one after the other.
struct GoogleParts: ~Copyable {
  private(set) var csv: CSVReader
  private var waiting: ArraySlice<String>
  private let columns: [String]
  private var lastTime: Int64 = 0

  /// Opens `path`: a file, or a directory with parts called `TABLE-part-*.csv`, each perhaps with `.gz`, which
  /// are read in the order of their names.
  ///
  /// Throws `unreadable` if the directory has no part of the table, or one of them twice.
  init(path: String, table: String, columns: [String]) throws(TraceError) {
    let files = isDirectory(path) ? try partFiles(in: path, of: table) : [path]
    // The list is never empty.
    let csv = try CSVReader(path: files.first ?? path, columns: columns)
    waiting = files.dropFirst()
    self.columns = columns
    self.csv = csv
  }

  /// Goes to the next row, into the next part if need be; false behind the last one.
  mutating func advance() throws(TraceError) -> Bool {
    while try !csv.advance() {
      guard let path = waiting.popFirst() else { return false }
      csv = try CSVReader(path: path, columns: columns)
    }
    return true
  }

  /// The time in `column`, in microseconds. Throws `outOfOrder` if it lies before that of the row before, be it
  /// in the part before.
  mutating func time(_ column: Int) throws(TraceError) -> Int64 {
    let time = try csv.wholeNumber(column, in: 0 ... .max)
    try csv.checkOrder(column, time, after: lastTime)
    lastTime = time
    return time
  }

  func event(_ column: Int) throws(TraceError) -> GoogleEvent {
    let code = try csv.wholeNumber(column, in: 0...8)
    guard let event = GoogleEvent(rawValue: UInt8(code)) else {
      throw csv.fault(.outOfRange, column, expected: "an event")
    }
    return event
  }

  func missingInfo(_ column: Int) throws(TraceError) -> GoogleMissingInfo? {
    try csv.wholeNumberIfPresent(column, in: 0...2).flatMap { GoogleMissingInfo(rawValue: UInt8($0)) }
  }
}
