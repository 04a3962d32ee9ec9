import MusterMath

/// Finds between which bounds an expression stays for all outcomes whose fields lie in their declared ranges, by
/// interval arithmetic: sure, but not tight where a field occurs twice. Every part must be bounded by itself, so no
/// part ever is infinite or not a number. O(size).
struct FormulaBounds {
  let fields: FormulaFields
  let characters: [Character]

  func bounds(of tree: FormulaTree) throws(FormulaError) -> Interval {
    let found = try inner(tree)
    if !found.isBounded { throw unbounded(tree, "it may go beyond \(Interval.limit)") }
    return found
  }

  private func inner(_ tree: FormulaTree) throws(FormulaError) -> Interval {
    switch tree.node {
    case .number(let value): Interval(value)
    case .field(let place): fields.fields[place].range
    case .negated(let a): -(try bounds(of: a))
    case .binary(let op, let a, let b): try binary(tree, op, a, b)
    case .call(let function, let arguments): try call(tree, function, arguments)
    }
  }

  private func binary(
    _ tree: FormulaTree, _ op: FormulaOperator, _ left: FormulaTree, _ right: FormulaTree
  ) throws(FormulaError) -> Interval {
    let (a, b) = (try bounds(of: left), try bounds(of: right))
    switch op {
    case .plus: return a + b
    case .minus: return a - b
    case .times: return a * b
    case .over:
      if b.contains(0) {
        throw unbounded(
          tree, "\(quote(right)) can be 0; expected what cannot, as in max(\(text(right)), 0.001)")
      }
      return a / b
    case .power: return try power(tree, left, a, b)
    case .less, .atMost, .more, .atLeast, .equal, .unequal: return Interval(0, 1)
    }
  }

  private func power(
    _ tree: FormulaTree, _ left: FormulaTree, _ base: Interval, _ exponent: Interval
  ) throws(FormulaError) -> Interval {
    let isConstant = exponent.low == exponent.high
    let isWhole = isConstant && exponent.low == exponent.low.rounded()
    let corners = Interval.corners(base, exponent, Portable.pow)
    if base.low > 0 { return corners }
    if base.low == 0, exponent.low >= 0 { return corners.hull(Interval(0)) }
    if base.contains(0), exponent.low < 0 {
      throw unbounded(tree, "\(quote(left)) can be 0 under a power below 0")
    }
    guard isWhole else {
      throw unbounded(tree, "\(quote(left)) can be below 0 under a power that is not whole")
    }
    // An even power has its least value where the base is 0.
    return base.contains(0) ? corners.hull(Interval(exponent.low == 0 ? 1 : 0)) : corners
  }

  private func call(
    _ tree: FormulaTree, _ function: FormulaFunction, _ arguments: [FormulaTree]
  ) throws(FormulaError) -> Interval {
    var found: [Interval] = []
    for argument in arguments { found.append(try bounds(of: argument)) }
    let first = found[0]
    let name = arguments.first.map(quote) ?? ""
    switch function {
    case .choose: return found[1].hull(found[2])
    case .min: return found.dropFirst().reduce(first) { $0.min($1) }
    case .max: return found.dropFirst().reduce(first) { $0.max($1) }
    case .clamp: return first.max(found[1]).min(found[2])
    case .abs: return first.magnitude
    case .sqrt:
      if first.low < 0 { throw unbounded(tree, "\(name) can be below 0; expected at least 0") }
      return Interval(first.low.squareRoot(), first.high.squareRoot())
    case .log:
      if first.low <= 0 {
        throw unbounded(
          tree, "\(name) can be 0 or less; expected more than 0, as in log(1 + \(text(arguments[0])))")
      }
      return Interval(Portable.log(first.low), Portable.log(first.high))
    case .exp:
      // The limit is e^69.
      if first.high > 69 {
        throw unbounded(tree, "\(name) can be as large as \(first.high); expected at most 69")
      }
      return Interval(Portable.exp(first.low), Portable.exp(first.high))
    }
  }

  private func unbounded(_ tree: FormulaTree, _ why: String) -> FormulaError {
    FormulaError(.unbounded(part: text(tree), why: why), column: tree.span.lowerBound + 1)
  }

  private func text(_ tree: FormulaTree) -> String { String(characters[tree.span]) }
  private func quote(_ tree: FormulaTree) -> String { "\"\(text(tree))\"" }
}
