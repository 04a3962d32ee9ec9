import NIOCore

/// The events of streamed answers, each as one chunk of the chunked encoding.
struct Events {
  let endpoint: MockEndpoint
  let model: String
  let includesUsage: Bool
  private var event = ByteBuffer()

  init(_ endpoint: MockEndpoint, _ model: String, includesUsage: Bool) {
    self.endpoint = endpoint
    self.model = model
    self.includesUsage = includesUsage
  }

  static func writeHead(to buffer: inout ByteBuffer) {
    buffer.writeStaticString("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n")
    buffer.writeStaticString("cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n")
  }

  /// What comes before the first piece of text.
  mutating func writeBegin(to buffer: inout ByteBuffer) {
    guard endpoint == .responses else { return }
    event.clear()
    event.writeStaticString("event: response.created\ndata: {\"type\":\"response.created\",")
    event.writeStaticString("\"sequence_number\":0,")
    event.writeString("\"response\":{\"id\":\"resp_mock\",\"object\":\"response\",\"created_at\":1700000000,")
    event.writeString("\"status\":\"in_progress\",\"model\":\"\(model)\",\"output\":[]}}\n\n")
    writeChunk(to: &buffer)
  }

  /// One piece of text: a space and its number.
  mutating func writePiece(_ index: Int, to buffer: inout ByteBuffer) {
    event.clear()
    switch endpoint {
    case .responses:
      event.writeStaticString("event: response.output_text.delta\ndata: {\"type\":")
      event.writeStaticString("\"response.output_text.delta\",\"item_id\":\"msg_mock\",\"output_index\":0,")
      event.writeStaticString("\"content_index\":0,\"sequence_number\":")
      event.writeString(String(index + 1))
      event.writeStaticString(",\"delta\":\" ")
      event.writeString(String(index))
      event.writeStaticString("\"}\n\n")
    case .completions:
      writeHead("cmpl-mock", "text_completion")
      event.writeStaticString(",\"choices\":[{\"text\":\" ")
      event.writeString(String(index))
      event.writeStaticString("\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}]}\n\n")
    default:
      writeHead("chatcmpl-mock", "chat.completion.chunk")
      event.writeStaticString(",\"choices\":[{\"index\":0,\"delta\":{")
      if index == 0 { event.writeStaticString("\"role\":\"assistant\",") }
      event.writeStaticString("\"content\":\" ")
      event.writeString(String(index))
      event.writeStaticString("\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n")
    }
    writeChunk(to: &buffer)
  }

  /// The last events, and the end of the chunked encoding.
  mutating func writeEnd(to buffer: inout ByteBuffer) {
    event.clear()
    switch endpoint {
    case .responses:
      event.writeStaticString("event: response.completed\ndata: {\"type\":\"response.completed\",")
      event.writeStaticString("\"sequence_number\":1000000,\"response\":")
      Answers.writeBody(.responses, model, to: &event)
      event.writeStaticString("}\n\n")
      writeChunk(to: &buffer)
    case .completions:
      writeHead("cmpl-mock", "text_completion")
      event.writeStaticString(",\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,")
      event.writeStaticString("\"finish_reason\":\"stop\"}]}\n\n")
      writeChunk(to: &buffer)
      writeUsageAndDone("cmpl-mock", "text_completion", to: &buffer)
    default:
      writeHead("chatcmpl-mock", "chat.completion.chunk")
      event.writeStaticString(",\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,")
      event.writeStaticString("\"finish_reason\":\"stop\"}]}\n\n")
      writeChunk(to: &buffer)
      writeUsageAndDone("chatcmpl-mock", "chat.completion.chunk", to: &buffer)
    }
    buffer.writeStaticString("0\r\n\r\n")
  }

  private mutating func writeUsageAndDone(
    _ id: StaticString, _ object: StaticString, to buffer: inout ByteBuffer
  ) {
    if includesUsage {
      event.clear()
      writeHead(id, object)
      event.writeStaticString(",\"choices\":[],")
      event.writeString(Answers.chatUsage)
      event.writeStaticString("}\n\n")
      writeChunk(to: &buffer)
    }
    event.clear()
    event.writeStaticString("data: [DONE]\n\n")
    writeChunk(to: &buffer)
  }

  private mutating func writeHead(_ id: StaticString, _ object: StaticString) {
    event.writeStaticString("data: {\"id\":\"")
    event.writeStaticString(id)
    event.writeStaticString("\",\"object\":\"")
    event.writeStaticString(object)
    event.writeStaticString("\",\"created\":1700000000,\"model\":\"")
    event.writeString(model)
    event.writeStaticString("\"")
  }

  private mutating func writeChunk(to buffer: inout ByteBuffer) {
    buffer.writeString(String(event.readableBytes, radix: 16))
    buffer.writeStaticString("\r\n")
    buffer.writeBuffer(&event)
    buffer.writeStaticString("\r\n")
  }
}
