/// A model as `/v1/models` lists it.
public struct ListedModel: Hashable, Sendable {
  /// The name that callers ask for.
  public var id: String

  /// When it came to be, in seconds since 1970.
  public var created: Int64

  /// Whose it is.
  public var ownedBy: String

  /// A model of these parts.
  public init(id: String, created: Int64, ownedBy: String) {
    self.id = id
    self.created = created
    self.ownedBy = ownedBy
  }

  /// The body of `/v1/models/{model}`.
  public func encoded() -> [UInt8] {
    var text = JSONText(capacity: 128)
    write(to: &text)
    return text.bytes
  }

  /// The body of `/v1/models`, in the order given.
  public static func encodeList(_ models: [ListedModel]) -> [UInt8] {
    var text = JSONText(capacity: 32 + 128 * models.count)
    text.object { text in
      text.member("object", "list")
      text.name("data")
      text.array { text in
        for model in models { model.write(to: &text) }
      }
    }
    return text.bytes
  }

  private func write(to text: inout JSONText) {
    text.object { text in
      text.member("id", id)
      text.member("object", "model")
      text.member("created", created)
      text.member("owned_by", ownedBy)
    }
  }
}
