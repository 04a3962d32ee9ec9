/// Reads expressions. From the loosest to the tightest: one comparison; sums; products; a sign; powers, which group
/// to the right; numbers, fields, functions and brackets. O(length).
struct FormulaParser {
  let characters: [Character]
  let rubric: Rubric?
  private let tokens: [FormulaToken]
  private var at = 0
  private var depth = 0
  private(set) var fields = FormulaFields()

  /// How deep brackets and functions may be nested.
  static let depthLimit = 16

  init(_ text: String, rubric: Rubric?) throws(FormulaError) {
    characters = Array(text)
    self.rubric = rubric
    tokens = try FormulaLexer.tokens(of: characters)
  }

  var token: FormulaToken { tokens[at] }
  var next: FormulaToken { tokens[min(at + 1, tokens.count - 1)] }
  mutating func advance() { at = min(at + 1, tokens.count - 1) }

  func source(_ span: Range<Int>) -> String { String(characters[span]) }

  func unexpected(_ expected: String) -> FormulaError {
    FormulaError(.unexpected(found: token.name, expected: expected), column: token.column)
  }

  /// Whether the next token is this symbol, which is then passed.
  mutating func takes(_ symbol: String) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: String) throws(FormulaError) {
    if !takes(symbol) { throw unexpected("\"\(symbol)\"") }
  }

  mutating func word(_ expected: String) throws(FormulaError) -> (name: String, column: Int) {
    guard case .word(let name) = token.kind else { throw unexpected(expected) }
    let column = token.column
    advance()
    return (name, column)
  }

  /// A number with or without a sign.
  mutating func signedNumber() throws(FormulaError) -> Double {
    let isNegative = takes("-")
    guard case .number(let value) = token.kind else { throw unexpected("a number") }
    advance()
    return isNegative ? -value : value
  }

  mutating func expression() throws(FormulaError) -> FormulaTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= FormulaParser.depthLimit else {
      throw FormulaError(
        .tooMuch("brackets inside each other", limit: FormulaParser.depthLimit), column: token.column)
    }
    let left = try sum()
    guard let comparison = op(where: \.isComparison) else { return left }
    let right = try sum()
    if op(where: \.isComparison, passes: false) != nil {
      throw unexpected("one comparison only; use brackets")
    }
    return joined(comparison, left, right)
  }

  private mutating func sum() throws(FormulaError) -> FormulaTree {
    var left = try product()
    while let sign = op(where: { $0 == .plus || $0 == .minus }) { left = joined(sign, left, try product()) }
    return left
  }

  private mutating func product() throws(FormulaError) -> FormulaTree {
    var left = try signed()
    while let sign = op(where: { $0 == .times || $0 == .over }) { left = joined(sign, left, try signed()) }
    return left
  }

  private mutating func signed() throws(FormulaError) -> FormulaTree {
    let start = token.span.lowerBound
    var isNegative = false
    var signs = 0
    while token.kind == .symbol("-") {
      advance()
      isNegative.toggle()
      signs += 1
    }
    let tree = try power()
    guard signs > 0 else { return tree }
    return FormulaTree(node: isNegative ? .negated(tree) : tree.node, span: start..<tree.span.upperBound)
  }

  private mutating func power() throws(FormulaError) -> FormulaTree {
    let base = try primary()
    guard op(where: { $0 == .power }) != nil else { return base }
    depth += 1
    defer { depth -= 1 }
    guard depth <= FormulaParser.depthLimit else {
      throw FormulaError(.tooMuch("powers of powers", limit: FormulaParser.depthLimit), column: token.column)
    }
    return joined(.power, base, try signed())
  }

  private mutating func primary() throws(FormulaError) -> FormulaTree {
    let start = token
    switch start.kind {
    case .number(let value):
      advance()
      return FormulaTree(node: .number(value), span: start.span)
    case .symbol("("):
      advance()
      let inner = try expression()
      let end = try close(start)
      return FormulaTree(node: inner.node, span: start.span.lowerBound..<end)
    case .word(let name):
      advance()
      return token.kind == .symbol("(") ? try call(name, start) : try field(name, start)
    default: throw start.kind == .end && at == 0 ? FormulaError(.empty, column: 1) : unexpected("a value")
    }
  }

  private mutating func close(_ open: FormulaToken) throws(FormulaError) -> Int {
    let end = token.span.upperBound
    if takes(")") { return end }
    throw token.kind == .end
      ? FormulaError(.unbalanced("("), column: open.column) : unexpected("\",\" or \")\"")
  }

  private mutating func call(_ name: String, _ start: FormulaToken) throws(FormulaError) -> FormulaTree {
    let open = token
    advance()
    if name == "grade" || name == "has" { return try grade(name, start, open) }
    guard let function = FormulaFunction(rawValue: name) else {
      let known = FormulaFunction.allCases.map(\.rawValue) + ["grade", "has"]
      throw FormulaError(
        .unknown(what: "function", name: name, nearest: EditDistance.nearest(to: name, among: known)),
        column: start.column)
    }
    var arguments: [FormulaTree] = []
    if token.kind != .symbol(")") {
      repeat { arguments.append(try expression()) } while takes(",")
    }
    let end = try close(open)
    guard function.counts.contains(arguments.count) else {
      throw FormulaError(
        .wrongCount(function: name, found: arguments.count, expected: function.expectation),
        column: start.column)
    }
    return FormulaTree(node: .call(function, arguments), span: start.span.lowerBound..<end)
  }

  /// `grade(name)`, 0 where nobody gave it, and `has(name)`: whether it was given, or a rubric graded.
  private mutating func grade(
    _ function: String, _ start: FormulaToken, _ open: FormulaToken
  ) throws(FormulaError) -> FormulaTree {
    let name: String
    switch token.kind {
    case .word(let text), .text(let text): name = text
    default: throw unexpected("the name of a grade")
    }
    advance()
    let end = try close(open)
    let field: FormulaField
    if function == "grade" {
      field = .grade(name)
    } else {
      if name == "rubric", rubric == nil { throw FormulaError(.noRubric, column: start.column) }
      field = FormulaField(name == "rubric" ? .hasRubric : .hasGrade(name), range: Interval(0, 1))
    }
    return try place(field, start.span.lowerBound..<end)
  }

  private mutating func field(_ name: String, _ start: FormulaToken) throws(FormulaError) -> FormulaTree {
    if name == "rubric" {
      guard let rubric else { throw FormulaError(.noRubric, column: start.column) }
      return try place(FormulaField(.rubric, range: rubric.range), start.span)
    }
    guard let known = FormulaField.standard.first(where: { $0.name == name }) else {
      let names = FormulaField.standard.map(\.name) + ["rubric"]
      throw FormulaError(
        .unknown(what: "field", name: name, nearest: EditDistance.nearest(to: name, among: names)),
        column: start.column)
    }
    return try place(known.field, start.span)
  }

  private mutating func place(_ field: FormulaField, _ span: Range<Int>) throws(FormulaError) -> FormulaTree {
    guard let place = fields.place(of: field) else {
      throw FormulaError(.tooMuch("fields", limit: FormulaFields.limit), column: span.lowerBound + 1)
    }
    return FormulaTree(node: .field(place), span: span)
  }

  private mutating func op(
    where condition: (FormulaOperator) -> Bool, passes: Bool = true
  ) -> FormulaOperator? {
    guard case .symbol(let text) = token.kind, let found = FormulaOperator(rawValue: text), condition(found)
    else { return nil }
    if passes { advance() }
    return found
  }

  private func joined(_ op: FormulaOperator, _ a: FormulaTree, _ b: FormulaTree) -> FormulaTree {
    FormulaTree(node: .binary(op, a, b), span: a.span.lowerBound..<b.span.upperBound)
  }
}
