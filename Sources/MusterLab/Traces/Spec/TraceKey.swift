/// A parameter of a scheme with the type of its value: declared once, read by ``TraceSpec/value(_:)`` and
/// described by the ``TraceCatalogue``.
public struct TraceKey<Value: Sendable>: Sendable {
  /// The parameter in words.
  public let parameter: TraceParameter
  /// What counts where the key is not given.
  public let fallback: Value
  /// The value in a text, or nil where it is none.
  let parse: @Sendable (String) -> Value?

  public var name: String { parameter.name }

  init(_ parameter: TraceParameter, _ fallback: Value, parse: @escaping @Sendable (String) -> Value?) {
    self.parameter = parameter
    self.fallback = fallback
    self.parse = parse
  }
}

extension TraceKey where Value == Int {
  /// A whole number.
  public static func whole(
    _ name: String, _ fallback: Int, in range: ClosedRange<Int>, _ meaning: String
  ) -> TraceKey {
    let wide = Int64(range.lowerBound)...Int64(range.upperBound)
    let parameter = TraceParameter(
      name: name, type: "whole", fallback: "\(fallback)", range: expectation(wide), meaning: meaning)
    return TraceKey(parameter, fallback) { text in parsedWhole(text, in: wide).map(Int.init) }
  }
}

extension TraceKey where Value == Int? {
  /// A whole number that the trace decides where it is not given.
  public static func whole(
    _ name: String, else fallback: String, in range: ClosedRange<Int>, _ meaning: String
  ) -> TraceKey {
    let wide = Int64(range.lowerBound)...Int64(range.upperBound)
    let parameter = TraceParameter(
      name: name, type: "whole", fallback: fallback, range: expectation(wide), meaning: meaning)
    return TraceKey(parameter, nil) { text in parsedWhole(text, in: wide).map { .some(Int($0)) } }
  }
}

extension TraceKey where Value == Double {
  /// A number.
  public static func number(
    _ name: String, _ fallback: Double, in range: ClosedRange<Double>, _ meaning: String
  ) -> TraceKey {
    let parameter = TraceParameter(
      name: name, type: "number", fallback: plain(fallback), range: expectation(range), meaning: meaning)
    return TraceKey(parameter, fallback) { text in parsedNumber(text, in: range) }
  }
}

extension TraceKey where Value == Double? {
  /// A number that the trace decides where it is not given.
  public static func number(
    _ name: String, else fallback: String, in range: ClosedRange<Double>, _ meaning: String
  ) -> TraceKey {
    let parameter = TraceParameter(
      name: name, type: "number", fallback: fallback, range: expectation(range), meaning: meaning)
    return TraceKey(parameter, nil) { text in parsedNumber(text, in: range).map(Optional.some) }
  }
}

extension TraceKey where Value: CaseIterable & RawRepresentable<String> {
  /// One of a few words.
  public static func choice(_ name: String, _ fallback: Value, _ meaning: String) -> TraceKey {
    let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
    let parameter = TraceParameter(
      name: name, type: "choice", fallback: fallback.rawValue, range: "one of \(words)", meaning: meaning)
    return TraceKey(parameter, fallback) { Value(rawValue: $0) }
  }
}

extension TraceKey where Value == String? {
  /// A path that the trace decides where it is not given.
  public static func path(_ name: String, else fallback: String, _ meaning: String) -> TraceKey {
    let parameter = TraceParameter(
      name: name, type: "path", fallback: fallback, range: "a path", meaning: meaning)
    return TraceKey(parameter, nil) { $0.isEmpty ? nil : .some($0) }
  }
}

private func parsedWhole(_ text: String, in range: ClosedRange<Int64>) -> Int64? {
  Array(text.utf8).withUnsafeBufferPointer { bytes in
    if case .value(let value) = parseWholeNumber(bytes, in: range) { value } else { nil }
  }
}

private func parsedNumber(_ text: String, in range: ClosedRange<Double>) -> Double? {
  Array(text.utf8).withUnsafeBufferPointer { bytes in
    if case .value(let value) = parseNumber(bytes, in: range) { value } else { nil }
  }
}

/// A number as one would write it: 1 and not 1.0.
func plain(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? "\(value)" }
