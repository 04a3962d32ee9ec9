import MusterCore

/// What a routing word sees of a task: an embedding if it has one, else its hashed terms, else its kind.
///
/// **The seam for embeddings.** Whoever calls an embeddings endpoint puts the vector into
/// ``Task/features``: ``embeddingFeatures`` numbers or more are taken for one, and the words `knn`,
/// `similarity`, `cluster-mean`, `win-rate` and `quality-gap` then go by it. Fewer features are not
/// looked at.
///
/// An input can be told as Floats, which is how it comes back with the outcome of a decision.
struct RoutingInput: Sendable, Equatable {
  /// From how many features on a task's features are an embedding.
  static let embeddingFeatures = 8
  /// The most numbers of an embedding that count.
  static let embeddingLimit = 4096
  /// The most terms of a task that count.
  static let termLimit = 1024

  /// Words and phrases by their bucket; measures from ``buckets`` on, by place and value.
  private(set) var codes: [UInt32] = []
  private(set) var embedding: [Float] = []

  /// How many buckets the terms are hashed into.
  static let buckets = 1 << 20
  /// The numbers of a sparse row: the buckets, the measures, then an embedding's numbers.
  static let width = buckets + TextMeasure.places + embeddingLimit
  /// Before an embedding told as features; no code is negative.
  private static let embeddingMark: Float = -1
  private static let codeLimit = buckets + TextMeasure.places << 15

  init() {}

  init(_ terms: [UInt32]) { take(terms) }

  mutating func take(_ task: borrowing Task) {
    codes.removeAll(keepingCapacity: true)
    embedding.removeAll(keepingCapacity: true)
    if task.features.count >= RoutingInput.embeddingFeatures {
      for value in task.features.prefix(RoutingInput.embeddingLimit) {
        embedding.append(value.isFinite ? value : 0)
      }
    } else if !task.terms.isEmpty {
      take(task.terms)
    } else {
      codes.append((task.kind.rawValue &* 0x9e37_79b1) >> 12)
    }
  }

  private mutating func take(_ terms: [UInt32]) {
    for term in terms.prefix(RoutingInput.termLimit) {
      if TextMeasure.reading(term) != nil {
        codes.append(UInt32(RoutingInput.buckets) + (term & 0xf_ffff))
      } else {
        codes.append(term >> 12)
      }
    }
  }

  /// The place and the value of a measure's code; nil for a bucket.
  @inline(__always)
  static func measure(_ code: UInt32) -> (place: Int, value: Double)? {
    guard code >= UInt32(buckets) else { return nil }
    let rest = code - UInt32(buckets)
    return (Int(rest >> 15), Double(rest & 0x7fff) / 1024)
  }

  /// Tells the input as finite numbers.
  func append(to features: inout [Float]) {
    if embedding.isEmpty {
      for code in codes { features.append(Float(code)) }
    } else {
      features.append(RoutingInput.embeddingMark)
      features.append(contentsOf: embedding)
    }
  }

  /// Takes what was told; false, and empty, where it is nothing that ``append(to:)`` tells.
  mutating func take(features: [Float]) -> Bool {
    codes.removeAll(keepingCapacity: true)
    embedding.removeAll(keepingCapacity: true)
    guard let first = features.first else { return false }
    if first == RoutingInput.embeddingMark {
      guard features.count <= RoutingInput.embeddingLimit + 1, features.allSatisfy(\.isFinite) else {
        return false
      }
      embedding.append(contentsOf: features.dropFirst())
      return true
    }
    for feature in features {
      guard feature >= 0, feature < Float(RoutingInput.codeLimit), feature == feature.rounded() else {
        codes.removeAll(keepingCapacity: true)
        return false
      }
      codes.append(UInt32(feature))
    }
    return true
  }
}
