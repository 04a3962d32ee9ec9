import MusterMath

/// The queue's books as bytes. `O(numbers)`.
extension AnnotationQueue {
  func encode(into writer: inout ByteWriter) {
    for list in [waiting, open] {
      writer.varint(UInt64(list.count))
      for question in list {
        writer.varint(UInt64(question.number))
        for number in question.observation { writer.float(number) }
      }
    }
    writer.varint(UInt64(answered.count))
    for (observation, score) in answered {
      for number in observation { writer.float(number) }
      writer.float(score)
    }
    writer.varint(UInt64(answers))
    writer.varint(UInt64(next))
  }

  /// What `encode` wrote of a queue of the same limits, of observations of this size. Throws, and changes nothing,
  /// where it does not fit.
  mutating func decode(from reader: inout ByteReader, observationSize: Int) throws {
    var read = AnnotationQueue(limit: limit, memory: memory)
    func observation() throws(ByteError) -> [Float] {
      var numbers: [Float] = []
      for _ in 0..<observationSize { numbers.append(try reader.float()) }
      return numbers
    }
    func questions() throws -> [Question] {
      try (0..<(try reader.count(bytesEach: 1 + 4 * observationSize))).map { _ in
        let number = Int(truncatingIfNeeded: try reader.varint())
        return Question(number: number, observation: try observation())
      }
    }
    read.waiting = try questions()
    read.open = try questions()
    for _ in 0..<(try reader.count(bytesEach: 4 + 4 * observationSize)) {
      read.answered.append((try observation(), try reader.float()))
    }
    read.answers = Int(truncatingIfNeeded: try reader.varint())
    read.next = Int(truncatingIfNeeded: try reader.varint())
    let asked = read.waiting.count + read.open.count
    guard asked <= limit, read.answered.count == min(max(read.answers, 0), memory) else {
      throw CheckpointError.mismatch(
        what: "a queue of", found: "\(asked) questions and \(read.answered.count) answers",
        expected: "at most \(limit) and \(memory)")
    }
    self = read
  }
}
