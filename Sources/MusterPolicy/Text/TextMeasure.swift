import MusterMath

/// What is measured of a text besides its words. Counts are told as log(1 + count), shares as they are; all
/// are from 0 to 32, in steps of 1/1024.
///
/// A measure is a term like any other, so that it travels with ``Task/terms``: twelve bits of ones, five for
/// which it is, fifteen for its value. No word's hash begins with those ones.
public enum TextMeasure: Int, Sendable, CaseIterable {
  case bytes, words, bytesPerWord, numbers, numberShare, lines, capitalShare, punctuationShare, questions
  case longestLine, lastLine, distinctShare, digits, fullStops, percents, dollars, largestNumber, decimals
  case slashes, commas, multiples, foreignBytes

  private static let mark: UInt32 = 0xfff0_0000
  private static let step = 1024.0

  /// The term that tells that this measure has a value. Values outside 0..<32 become the nearest inside; a
  /// value that is not a number becomes 0.
  public func term(_ value: Double) -> UInt32 {
    let steps = value.isNaN ? 0 : min(max((value * TextMeasure.step).rounded(), 0), 0x7fff)
    return TextMeasure.mark | UInt32(rawValue) << 15 | UInt32(steps)
  }

  /// The measure and the value that a term tells, or nil for a word's or a phrase's.
  public static func reading(_ term: UInt32) -> (place: Int, value: Float)? {
    guard term & mark == mark else { return nil }
    return (Int(term >> 15 & 0x1f), Float(term & 0x7fff) / Float(step))
  }

  /// How many places ``reading(_:)`` tells apart: room for measures to come.
  public static let places = 32

  /// A word's or a phrase's hash as a term: its upper half, kept apart from the measures.
  static func word(_ hash: UInt64) -> UInt32 {
    let term = UInt32(truncatingIfNeeded: hash >> 32)
    return term & mark == mark ? term & 0x7fff_ffff : term
  }
}
