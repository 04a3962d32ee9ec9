import MusterCore

/// Requests to models of Azure, November 2023: when they came and how many tokens they had. Endpoints, their
/// speed and their prices are declared, see the keys. A seed orders equal endpoints, and moves arrivals where
/// `jitter` asks.
public struct AzureLLMTrace: Trace {
  static let scheme = TraceScheme(
    name: "azure-llm", summary: "an hour of requests to Azure's language models, code or conversation",
    path: .needed("an AzureLLMInferenceTrace_*.csv"), parameters: ServingSettings.parameters,
    example: "azure-llm:data/azure-llm/AzureLLMInferenceTrace_conv.csv?endpoints=8",
    source: "Azure/AzurePublicDataset; Patel et al., Splitwise, ISCA 2024; service times and prices declared",
    licence: "CC BY 4.0"
  ) { try AzureLLMTrace($0) }

  public let spec: String
  private let settings: ServingSettings
  private let requests: ServingRequests

  /// Reads the file. Throws ``TraceSpecError`` or ``TraceError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    settings = try ServingSettings(spec)
    var reader = try AzureLLMReader(path: spec.path)
    var requests = ServingRequests()
    var first: Int64?
    while requests.count < settings.limit ?? .max, let record = try reader.next() {
      let origin = first ?? record.timeNanoseconds
      first = origin
      try requests.append(
        at: record.timeNanoseconds - origin, prompt: record.contextTokens, answer: record.generatedTokens,
        file: reader.file, line: reader.line)
    }
    self.requests = requests
  }

  public var summary: String { requests.summary(settings) }

  public func workload(seed: UInt64) -> Workload { requests.workload(settings, seed: seed) }
}
