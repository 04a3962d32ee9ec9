/// Bodies in the shape of the OpenAI API, written by hand.
enum Fixtures {
  static let chat = bytes(
    """
    {
      "model": "gpt-4o-mini",
      "messages": [
        {"role": "system", "content": "You are a \\"helpful\\" assistant."},
        {"role": "user", "content": [{"type": "text", "text": "Grüße, 世界 \\ud83d\\ude00"}]}
      ],
      "temperature": 0.70, "max_completion_tokens": 256,
      "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}],
      "stream": true, "user": "user-1", "n": 2, "vendor_extension": {"keep": [1.10, 1e2, null]}
    }
    """)

  static let completion = bytes(#"{"model":"davinci","prompt":"Say this is a test","max_tokens":7,"n":1}"#)

  static let embedding = bytes(#"{"input":["a quick fox","a slow dog"],"model":"text-embedding-3-small"}"#)

  static let responses = bytes(
    #"{"model":"gpt-4.1","instructions":"Be short.","input":"Hello!","stream":true,"max_output_tokens":64}"#)

  static let chatAnswer = bytes(
    """
    {"id":"chatcmpl-1","object":"chat.completion","created":1741569952,"model":"gpt-4o-mini","choices":[{"index":0,\
    "message":{"role":"assistant","content":"Hi \\"usage\\":{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":19,\
    "completion_tokens":10,"total_tokens":29,"prompt_tokens_details":{"cached_tokens":0}}}
    """)

  static let embeddingAnswer = bytes(
    #"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.0023,-0.0093]}],"#
      + #""model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}}"#)

  static let responsesAnswer = bytes(
    #"{"id":"resp_1","object":"response","status":"completed","output":[],"#
      + #""usage":{"input_tokens":36,"output_tokens":87,"total_tokens":123}}"#)

  static let firstChunk =
    #"{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant"}}],"usage":null}"#

  static let usageChunk =
    #"{"id":"c","object":"chat.completion.chunk","choices":[ ],"#
    + #""usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"#

  /// A stream of chat, with a comment to keep it open and the usage at its end.
  static let chatStream = bytes(
    "data: \(firstChunk)\n\n: ping\n\ndata: \(usageChunk)\n\ndata: [DONE]\n\n")

  static let completedEvent =
    #"{"type":"response.completed","sequence_number":9,"response":{"id":"resp_1","status":"completed","#
    + #""usage":{"input_tokens":11,"output_tokens":22,"total_tokens":33}}}"#
}
