import Hummingbird
import MusterCore
import MusterWire
import NIOCore

/// Made-up answers in OpenAI's form, from simulated agents.
struct SimulatedAnswer: Sendable {
  let attempt: FaceAttempt
  let agent: SimulatedAgent
  let name: String
  let concurrency: Int32

  func run() async -> FaceAttempt.Result {
    let fate = agent.fate(of: attempt.work.lease)
    do { try await Swift.Task.sleep(for: fate.latency) } catch {
      let task = attempt.work.task
      await attempt.face.parts.shell.post { session in try session.handle(.cancel(task)) }
      return .failed(.cancelled, isFinal: true)
    }
    guard fate.succeeds else {
      attempt.face.ward.observe(attempt.work.agent, succeeded: false, concurrency: concurrency)
      await attempt.reportFailure(WorkResult(succeeded: false, failure: "simulated failure"))
      return .failed(.broken("a simulated failure"), isFinal: false)
    }
    let words = ["Hello", " from", " \(name)", "."]
    let result = WorkResult(succeeded: true, outputTokens: Int32(words.count))
    attempt.face.ward.observe(attempt.work.agent, succeeded: true, concurrency: concurrency)
    var headers = attempt.headers(cost: nil)
    headers[.contentType] = attempt.call.request.stream ? "text/event-stream" : "application/json"
    guard attempt.call.request.stream else {
      let body = ByteBuffer(bytes: whole(words))
      return await attempt.end(
        result, Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body)), body)
    }
    await attempt.report(result)
    attempt.face.parts.callers.close(attempt.work.task)
    let body = ByteBuffer(bytes: stream(words))
    return .answered(Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body)))
  }

  private var created: Int64 { attempt.face.parts.shell.now.nanoseconds / 1_000_000_000 }

  private func usage(_ words: [String], to text: inout JSONText, _ names: (String, String)) {
    let input = attempt.call.request.estimatedInputTokens
    text.name("usage")
    text.object { text in
      text.member(names.0, input)
      text.member(names.1, words.count)
      text.member("total_tokens", input + words.count)
    }
  }

  private func whole(_ words: [String]) -> [UInt8] {
    let content = words.joined()
    var text = JSONText(capacity: 512)
    text.object { text in
      text.member("id", "muster-\(attempt.work.task)")
      text.member("created", created)
      text.member("model", name)
      switch attempt.call.request.endpoint {
      case .chatCompletions, .completions:
        let isChat = attempt.call.request.endpoint == .chatCompletions
        text.member("object", isChat ? "chat.completion" : "text_completion")
        text.name("choices")
        text.array { text in
          text.object { text in
            text.member("index", 0)
            if isChat {
              text.name("message")
              text.object { text in
                text.member("role", "assistant")
                text.member("content", content)
              }
            } else {
              text.member("text", content)
            }
            text.member("finish_reason", "stop")
          }
        }
        usage(words, to: &text, ("prompt_tokens", "completion_tokens"))
      case .embeddings:
        text.member("object", "list")
        text.name("data")
        text.array { text in
          text.object { text in
            text.member("object", "embedding")
            text.member("index", 0)
            text.name("embedding")
            text.array { text in for value in [0, 0, 1] { text.number(value) } }
          }
        }
        usage([], to: &text, ("prompt_tokens", "completion_tokens"))
      case .responses:
        text.member("object", "response")
        text.member("status", "completed")
        text.name("output")
        text.array { text in
          text.object { text in
            text.member("type", "message")
            text.member("id", "msg-\(attempt.work.task)")
            text.member("role", "assistant")
            text.member("status", "completed")
            text.name("content")
            text.array { text in
              text.object { text in
                text.member("type", "output_text")
                text.member("text", content)
                text.name("annotations")
                text.array { _ in }
              }
            }
          }
        }
        usage(words, to: &text, ("input_tokens", "output_tokens"))
      }
    }
    return text.bytes
  }

  private func stream(_ words: [String]) -> [UInt8] {
    guard attempt.call.request.endpoint != .responses else {
      var text = JSONText()
      text.object { text in
        text.member("type", "response.completed")
        text.name("response")
        text.raw(whole(words))
      }
      return (try? SSEEncoder.event(text.bytes, type: "response.completed")) ?? []
    }
    let isChat = attempt.call.request.endpoint == .chatCompletions
    func chunk(_ fill: (inout JSONText) -> Void) -> [UInt8] {
      var text = JSONText(capacity: 256)
      text.object { text in
        text.member("id", "muster-\(attempt.work.task)")
        text.member("object", isChat ? "chat.completion.chunk" : "text_completion")
        text.member("created", created)
        text.member("model", name)
        fill(&text)
      }
      return SSEEncoder.data(text.bytes)
    }
    var bytes: [UInt8] = []
    for (index, word) in words.enumerated() {
      bytes += chunk { text in
        text.name("choices")
        text.array { text in
          text.object { text in
            text.member("index", 0)
            if isChat {
              text.name("delta")
              text.object { text in
                if index == 0 { text.member("role", "assistant") }
                text.member("content", word)
              }
            } else {
              text.member("text", word)
            }
            text.name("finish_reason")
            if index == words.count - 1 { text.string("stop") } else { text.null() }
          }
        }
      }
    }
    if attempt.call.request.includeUsage {
      bytes += chunk { text in
        text.name("choices")
        text.array { _ in }
        usage(words, to: &text, ("prompt_tokens", "completion_tokens"))
      }
    }
    return bytes + SSEEncoder.done
  }
}
