/// Reads what surrounds formulas: `stabilise(...)`, the names of a vector, `by` and a scheme.
struct RewardReader {
  private(set) var formula: FormulaParser
  private(set) var parts: [RewardRule.Part] = []
  private(set) var scheme = RewardScheme.weights(RewardVector(1, 0, 0, 0, 0, 0, 0, 0))
  private(set) var stabilising: Stabilising?

  private static let schemes = ["weights", "hypervolume", "gradient"]

  init(_ text: String, rubric: Rubric?) throws(FormulaError) {
    formula = try FormulaParser(text, rubric: rubric)
  }

  mutating func read() throws(FormulaError) {
    let start = formula.token
    if start.kind == .word("stabilise"), formula.next.kind == .symbol("(") {
      formula.advance()
      formula.advance()
      try readReward()
      var settings = Stabilising()
      while formula.takes(",") {
        let (name, column) = try formula.word("strength or share")
        try formula.expect(":")
        let value = try formula.signedNumber()
        switch name {
        case "strength":
          settings.strength = try within(value, 0...1e6, name, column)
        case "share": settings.share = try within(value, 0...1, name, column)
        default: throw unknown("option", name, ["strength", "share"], column)
        }
      }
      guard formula.takes(")") else {
        if formula.token.kind == .end {
          throw FormulaError(.unbalanced("("), column: start.span.upperBound + 1)
        }
        throw formula.unexpected("\",\" or \")\"")
      }
      stabilising = settings
    } else {
      try readReward()
    }
    if formula.token.kind == .symbol(")") {
      throw FormulaError(.unbalanced(")"), column: formula.token.column)
    }
    guard formula.token.kind == .end else { throw formula.unexpected("an operator or the end") }
  }

  private mutating func readReward() throws(FormulaError) {
    guard formula.token.kind == .symbol("{") else {
      parts = [try part(named: "")]
      return
    }
    let open = formula.token.column
    formula.advance()
    repeat {
      let (name, column) = try formula.word("the name of a part")
      guard !parts.contains(where: { $0.name == name }) else {
        throw FormulaError(.repeated(what: "the part", name: name), column: column)
      }
      guard parts.count < RewardRule.partLimit else {
        throw FormulaError(.tooMuch("parts", limit: RewardRule.partLimit), column: column)
      }
      try formula.expect(":")
      parts.append(try part(named: name))
    } while formula.takes(",")
    guard formula.takes("}") else {
      throw formula.token.kind == .end
        ? FormulaError(.unbalanced("{"), column: open) : formula.unexpected("\",\" or \"}\"")
    }
    var equal = RewardVector()
    for index in parts.indices { equal[index] = 1 }
    scheme = .weights(equal)
    if formula.token.kind == .word("by") {
      formula.advance()
      try readScheme()
    }
  }

  private mutating func part(named name: String) throws(FormulaError) -> RewardRule.Part {
    let tree = try formula.expression()
    let bounds = FormulaBounds(fields: formula.fields, characters: formula.characters)
    let program = FormulaProgram(tree, range: try bounds.bounds(of: tree))
    var terms: [RewardRule.Term] = []
    for term in tree.terms {
      terms.append(
        RewardRule.Term(
          text: formula.source(term.tree.span), isNegative: term.isNegative,
          program: FormulaProgram(term.tree, range: try bounds.bounds(of: term.tree))))
    }
    return RewardRule.Part(name: name, program: program, terms: terms)
  }

  /// `weights(quality: 1, cost: 0.5)`, `hypervolume(quality: 1 above 0, ...)`, `gradient(rate: 0.1, quality: 1, ...)`.
  private mutating func readScheme() throws(FormulaError) {
    let (kind, column) = try formula.word("weights, hypervolume or gradient")
    guard Self.schemes.contains(kind) else { throw unknown("scheme", kind, Self.schemes, column) }
    var weights = RewardVector()
    for index in parts.indices { weights[index] = 1 }
    var reference = RewardVector()
    var (rate, scale, every) = (0.1, 1.0, 16.0)
    let names = parts.map(\.name)
    let options = kind == "gradient" ? ["rate", "scale", "every"] : []
    var given: [String] = []
    if formula.takes("(") {
      repeat {
        let (name, at) = try formula.word("the name of a part")
        guard !given.contains(name) else {
          throw FormulaError(.repeated(what: "the weight", name: name), column: at)
        }
        given.append(name)
        try formula.expect(":")
        let value = try formula.signedNumber()
        if let index = names.firstIndex(of: name) {
          weights[index] = try within(value, (kind == "gradient" ? 1e-6 : -1e6)...1e6, name, at)
          if kind == "hypervolume", formula.token.kind == .word("above") {
            formula.advance()
            reference[index] = try formula.signedNumber()
          }
        } else {
          switch options.contains(name) ? name : "" {
          case "rate": rate = try within(value, 1e-6...1e3, name, at)
          case "scale": scale = try within(value, 1e-9...1e9, name, at)
          case "every": every = try within(value.rounded(), 1...1e6, name, at)
          default: throw unknown("part", name, names + options, at)
          }
        }
      } while formula.takes(",")
      try formula.expect(")")
    }
    if kind == "hypervolume", !(2...3).contains(parts.count) {
      throw FormulaError(
        .outOfRange(option: kind, found: "\(parts.count) parts", expected: "2 or 3 parts"), column: column)
    }
    switch kind {
    case "weights": scheme = .weights(weights)
    case "hypervolume": scheme = .hypervolume(weights, reference: reference)
    default: scheme = .gradient(weights / weights.sum(), rate: rate, scale: scale, every: Int(every))
    }
  }

  private func within(
    _ value: Double, _ range: ClosedRange<Double>, _ name: String, _ column: Int
  ) throws(FormulaError) -> Double {
    guard range.contains(value) else {
      throw FormulaError(
        .outOfRange(
          option: name, found: "\(value)",
          expected: "a number from \(range.lowerBound) to \(range.upperBound)"),
        column: column)
    }
    return value
  }

  private func unknown(_ what: String, _ name: String, _ known: [String], _ column: Int) -> FormulaError {
    FormulaError(
      .unknown(what: what, name: name, nearest: EditDistance.nearest(to: name, among: known)), column: column)
  }
}
