import AsyncHTTPClient
import MusterCore
import MusterWire

/// Asks an endpoint of the settings how good a state of affairs is.
public final class EndpointAnnotator: Sendable {
  /// Why there is no score.
  public struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
    /// One line for people.
    public let description: String
  }

  /// How many questions it may be asked at once.
  public var concurrency: Int { max(Int(endpoint.concurrency), 1) }
  private let endpoint: Endpoint
  private let address: WebAddress
  private let client: HTTPClient

  /// What a model is told before it judges.
  private static let instructions = """
    You judge how well a part of a compute cluster works. The message says what that part sees. End with a line that \
    is only a number from 0 (as bad as can be) to 1 (as good as can be).
    """

  /// Throws where the settings have no endpoint of this name.
  public init(_ name: String, _ settings: Settings) throws(Failure) {
    guard let found = settings.endpoints.first(where: { $0.name == name }) else {
      let names = settings.endpoints.map(\.name).joined(separator: ", ")
      throw Failure(
        description: "annotator: found \"\(name)\", expected an endpoint of the settings"
          + (names.isEmpty ? "; they have none" : ": \(names)"))
    }
    address = found.url
    endpoint = Endpoint(found, agent: AgentID(0), now: .zero)
    client = HTTPClient(
      eventLoopGroupProvider: .singleton, configuration: LiveServer.clientConfiguration(settings))
  }

  /// How good what the question tells of is, 0...1; yes is 1 and no 0.
  public func score(_ question: String) async throws(Failure) -> Float {
    let body = ChatPrompt.body(model: endpoint.model, instructions: Self.instructions, question)
    let request = endpoint.request(.chatCompletions, body, traceparent: nil)
    let said: String
    do {
      let answer = try await Upstream(client: client, tellsCauses: true).answer(
        request, timeout: endpoint.totalTimeout)
      said = ChatPrompt.content(of: answer.body.readableBytesView) ?? ""
    } catch {
      throw Failure(description: "annotator \(endpoint.name): \(error.reason), at \(address)")
    }
    guard let confidence = VerdictText.verdict(in: said, threshold: 0.5)?.confidence else {
      throw Failure(
        description: "annotator \(endpoint.name): its reply is neither yes, nor no, nor a number from 0 to 1")
    }
    return Float(confidence)
  }

  /// Ends its connections. Nothing can be asked afterwards.
  public func close() async { try? await client.shutdown() }
}

extension CallFailure {
  /// One line for people.
  var reason: String {
    switch self {
    case .refused(let refusal, let answer): "status \(answer.status), \(refusal.kind)"
    case .broken(let what): what
    case .timedOut: "no answer in time"
    case .cancelled: "cancelled"
    }
  }
}
