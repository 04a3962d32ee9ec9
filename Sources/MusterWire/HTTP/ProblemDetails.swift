/// What went wrong, as RFC 9457 has it for `application/problem+json`, with a code for programs and a list of
/// the places at fault.
public struct ProblemDetails: Error, Hashable, Sendable {
  /// The media type of the body.
  public static let contentType = "application/problem+json"

  /// A place in the request that is at fault.
  public struct Fault: Hashable, Sendable {
    /// Where it is.
    public enum Place: Hashable, Sendable {
      /// In the body, as a JSON Pointer (RFC 6901), such as `/stream_options/include_usage`.
      case pointer(String)
      /// In the query or the path, by the parameter's name.
      case parameter(String)
    }

    /// Where it is.
    public var place: Place

    /// What is wrong there, for people.
    public var detail: String

    /// A fault of `place`.
    public init(_ place: Place, detail: String) {
      self.place = place
      self.detail = detail
    }
  }

  /// A URI for the kind of problem; `about:blank` where the status says all.
  public var type: String

  /// The kind of problem, for people; the same for all problems of a type.
  public var title: String

  /// The HTTP status.
  public var status: Int

  /// What happened this time, for people.
  public var detail: String?

  /// A URI for this occurrence.
  public var instance: String?

  /// The kind of problem, for programs: stable, such as `budget_exceeded`.
  public var code: String?

  /// The places at fault.
  public var errors: [Fault]

  /// A problem of these parts.
  public init(
    type: String = "about:blank", title: String, status: Int, detail: String? = nil, instance: String? = nil,
    code: String? = nil, errors: [Fault] = []
  ) {
    self.type = type
    self.title = title
    self.status = status
    self.detail = detail
    self.instance = instance
    self.code = code
    self.errors = errors
  }

  /// The body of an answer that carries this problem; what is nil or empty is left out.
  public func encoded() -> [UInt8] {
    var text = JSONText(capacity: 256)
    text.object { text in
      text.member("type", type)
      text.member("title", title)
      text.member("status", status)
      text.member("detail", ifAny: detail)
      text.member("instance", ifAny: instance)
      text.member("code", ifAny: code)
      if !errors.isEmpty {
        text.name("errors")
        text.array { text in
          for fault in errors { fault.write(to: &text) }
        }
      }
    }
    return text.bytes
  }
}

extension ProblemDetails.Fault {
  fileprivate func write(to text: inout JSONText) {
    text.object { text in
      switch place {
      case .pointer(let pointer): text.member("pointer", pointer)
      case .parameter(let name): text.member("parameter", name)
      }
      text.member("detail", detail)
    }
  }
}
