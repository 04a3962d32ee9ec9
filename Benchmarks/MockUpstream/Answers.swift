import NIOCore

/// The endpoints that are answered.
enum MockEndpoint: Sendable {
  case chat, completions, embeddings, responses

  init?(path: Substring) {
    switch path {
    case "/v1/chat/completions": self = .chat
    case "/v1/completions": self = .completions
    case "/v1/embeddings": self = .embeddings
    case "/v1/responses": self = .responses
    default: return nil
    }
  }
}

/// Whole answers as bytes, heads included.
enum Answers {
  /// What every answer says it used.
  static let chatUsage = #""usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}"#

  /// The text between which the model's name stands.
  private static func body(_ endpoint: MockEndpoint) -> (StaticString, StaticString) {
    switch endpoint {
    case .chat:
      (
        #"{"id":"chatcmpl-mock","object":"chat.completion","created":1700000000,"model":""#,
        """
        ","choices":[{"index":0,"message":{"role":"assistant","content":"Hello from the mock.","refusal":null},\
        "logprobs":null,"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}}
        """
      )
    case .completions:
      (
        #"{"id":"cmpl-mock","object":"text_completion","created":1700000000,"model":""#,
        """
        ","choices":[{"text":"Hello from the mock.","index":0,"logprobs":null,"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}}
        """
      )
    case .embeddings:
      (
        #"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,-0.5,1]}],"model":""#,
        #"","usage":{"prompt_tokens":9,"total_tokens":9}}"#
      )
    case .responses:
      (
        #"{"id":"resp_mock","object":"response","created_at":1700000000,"status":"completed","model":""#,
        """
        ","error":null,"incomplete_details":null,"parallel_tool_calls":true,"tool_choice":"auto","tools":[],\
        "output":[{"type":"message","id":"msg_mock","status":"completed","role":"assistant",\
        "content":[{"type":"output_text","text":"Hello from the mock.","annotations":[]}]}],\
        "usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":0},"output_tokens":5,\
        "output_tokens_details":{"reasoning_tokens":0},"total_tokens":14}}
        """
      )
    }
  }

  static func writeBody(_ endpoint: MockEndpoint, _ model: String, to buffer: inout ByteBuffer) {
    let (before, after) = body(endpoint)
    buffer.writeStaticString(before)
    buffer.writeString(model)
    buffer.writeStaticString(after)
  }

  static func write(_ endpoint: MockEndpoint, _ model: String, to buffer: inout ByteBuffer) {
    let (before, after) = body(endpoint)
    buffer.writeStaticString("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")
    buffer.writeStaticString("x-mock: yes\r\ncontent-length: ")
    buffer.writeString(String(before.utf8CodeUnitCount + model.utf8.count + after.utf8CodeUnitCount))
    buffer.writeStaticString("\r\n\r\n")
    writeBody(endpoint, model, to: &buffer)
  }

  /// A JSON answer of any status.
  static func writeJSON(_ status: Int, _ body: String, headers: String = "", to buffer: inout ByteBuffer) {
    buffer.writeString("HTTP/1.1 \(status) Mock\r\ncontent-type: application/json\r\n\(headers)")
    buffer.writeString("content-length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  static func writeRefusal(_ status: Int, contextTooLong: Bool, to buffer: inout ByteBuffer) {
    let (type, code) =
      switch status {
      case _ where contextTooLong: ("invalid_request_error", "\"context_length_exceeded\"")
      case 400, 422: ("invalid_request_error", "\"mock_invalid\"")
      case 401: ("invalid_request_error", "\"invalid_api_key\"")
      case 402: ("insufficient_quota", "\"insufficient_quota\"")
      case 429: ("rate_limit_error", "\"rate_limit_exceeded\"")
      default: ("server_error", "null")
      }
    writeJSON(
      status,
      "{\"error\":{\"message\":\"The mock was told to fail with \(status).\",\"type\":\"\(type)\",\"param\":null,"
        + "\"code\":\(code)}}", headers: status == 429 ? "retry-after: 1\r\n" : "", to: &buffer)
  }

  static let models =
    #"{"object":"list","data":[{"id":"mock","object":"model","created":1700000000,"owned_by":"mock"}]}"#
}
