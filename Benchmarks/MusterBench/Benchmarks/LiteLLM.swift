import Foundation

/// The peer of the gateway: LiteLLM's proxy as its own guide sets it up for production, without a database.
enum LiteLLM {
  /// Starts it before the endpoint at the port, twice in its list as in Muster's; nil where it is not installed.
  static func start(_ bench: Bench, upstream port: Int) throws -> Server? {
    guard let program = bench.settings.litellm else { return nil }
    let config = bench.scratch + "/litellm.yaml"
    let model = """
        - model_name: mock
          litellm_params:
            model: openai/mock
            api_base: http://127.0.0.1:\(port)/v1
            api_key: none

      """
    let text = """
      model_list:
      \(model)\(model)
      litellm_settings:
        telemetry: false
        set_verbose: false
        num_retries: 0
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: config))
    let free = try Readiness.freePort()
    let server = try Server(
      program,
      [
        "--config", config, "--host", "127.0.0.1", "--port", "\(free)", "--num_workers", "2", "--telemetry",
        "False",
      ],
      port: free,
      environment: [
        "LITELLM_MODE": "PRODUCTION", "LITELLM_LOG": "ERROR", "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "LITELLM_TELEMETRY": "False", "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true",
      ],
      log: bench.scratch + "/litellm.log")
    do {
      try bench.measure(.muster("await-http", ["\(free)", "/health/liveliness", "180"]))
    } catch {
      server.stop()
      throw error
    }
    return server
  }
}
