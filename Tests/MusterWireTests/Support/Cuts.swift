import MusterMath

/// `input` cut in two at every place, into single bytes, and at random.
func cuts(of input: [UInt8]) -> [[ArraySlice<UInt8>]] {
  var all = (0...input.count).map { [input[..<$0], input[$0...]] }
  all.append(input.indices.map { input[$0...$0] })
  var random = Random(seed: 8)
  for _ in 0..<50 {
    var pieces: [ArraySlice<UInt8>] = []
    var at = 0
    while at < input.count {
      let next = min(at + random.below(7), input.count)
      pieces.append(input[at..<next])
      at = next
    }
    all.append(pieces)
  }
  return all
}
