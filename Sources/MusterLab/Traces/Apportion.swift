/// `total` things shared out in proportion to `weights` (at least one above zero): whole parts first, what is
/// left goes to the largest remainders, the earlier of equal ones first. The parts add up to `total`.
package func apportion(_ total: Int, in weights: [Double]) -> [Int] {
  let sum = weights.reduce(0, +)
  let exact = weights.map { Double(total) * $0 / sum }
  var parts = exact.map { Int($0.rounded(.down)) }
  let order = exact.indices.sorted {
    let a = exact[$0] - exact[$0].rounded(.down)
    let b = exact[$1] - exact[$1].rounded(.down)
    return a != b ? a > b : $0 < $1
  }
  for index in order.prefix(max(0, total - parts.reduce(0, +))) { parts[index] += 1 }
  return parts
}
