import MusterCore
import MusterMath

/// How hard each kind of task has become since the last alarm: successes over what the match of the pairs promised.
/// O(1) expected.
struct SentinelScales: Sendable {
  private var index = RowIndex()
  private(set) var kinds: [UInt32] = []
  private var succeeded: [Double] = []
  private var promised: [Double] = []
  /// Whether there was an alarm; before the first one matches are taken as they are.
  private(set) var isActive = false

  /// Outcomes of a kind fade by this with each later one.
  private static let fading = 0.98
  /// What the promise itself counts for.
  private static let strength = 3.0

  init() {}

  /// What to multiply the match of a pair by.
  subscript(kind: KindID) -> Double {
    guard isActive, let row = index[UInt64(kind.rawValue)].map({ Int($0) }) else { return 1 }
    return (SentinelScales.strength + succeeded[row]) / (SentinelScales.strength + promised[row])
  }

  mutating func add(_ success: Double, of match: Double, kind: KindID) {
    guard isActive else { return }
    let row = row(kind)
    succeeded[row] = SentinelScales.fading * succeeded[row] + success
    promised[row] = SentinelScales.fading * promised[row] + match
  }

  private mutating func row(_ kind: KindID) -> Int {
    if let known = index[UInt64(kind.rawValue)] { return Int(known) }
    index.insert(UInt64(kind.rawValue), Int32(kinds.count))
    kinds.append(kind.rawValue)
    succeeded.append(0)
    promised.append(0)
    return kinds.count - 1
  }

  /// Begins anew after an alarm at a kind, with the outcomes of that kind that came after the change.
  mutating func restart(at kind: KindID, successes: Double, promised match: Double) {
    isActive = true
    for row in kinds.indices {
      succeeded[row] = 0
      promised[row] = 0
    }
    let row = row(kind)
    succeeded[row] = successes
    promised[row] = match
  }

  func write(to writer: inout ByteWriter) {
    writer.byte(isActive ? 1 : 0)
    writer.varint(UInt64(kinds.count))
    for row in kinds.indices {
      writer.varint(UInt64(kinds[row]))
      writer.double(succeeded[row])
      writer.double(promised[row])
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    let active = try reader.byte()
    guard active <= 1 else { return nil }
    for _ in 0..<(try reader.count(bytesEach: 17)) {
      let kind = try reader.varint()
      let successes = try reader.double()
      let matches = try reader.double()
      guard kind <= UInt64(UInt32.max), index[kind] == nil, successes >= 0, successes.isFinite, matches >= 0,
        matches.isFinite
      else { return nil }
      let row = row(KindID(UInt32(kind)))
      succeeded[row] = successes
      promised[row] = matches
    }
    isActive = active == 1
  }
}
