import Foundation
import MusterCore
import Testing

@testable import MusterServer

@Suite("Webhooks are told", .timeLimit(.minutes(5))) struct WebhookSenderTests {
  private func event(_ call: Receiver.Call) throws -> [String: String] {
    let json = try #require(try JSONSerialization.jsonObject(with: Data(call.body.utf8)) as? [String: Any])
    return json.compactMapValues { $0 as? String }
  }

  @Test("Every change of a task, in order, signed, and again after a failure")
  func life() async throws {
    let receiver = Receiver(answers: [.ok, .internalServerError, .found, .ok])
    try await receiver.run { address in
      try await Activated.run {
        $0.webhooks.secret = SecretSource(secret: Secret("hush"))
      } _: { server in
        let made = try await server.call(
          .post, "/api/v1/tasks", #"{"kind":"k","webhook":"\#(address)/hook?x=1"}"#)
        #expect(made.status == 201)
        #expect(try await server.call(.delete, "/api/v1/tasks/1").status == 200)
        var told: [(id: String, event: String)] = []
        for await call in receiver.calls {
          let event = try event(call)
          let signature = try #require(call.headers["x-muster-signature"])
          let seconds = try #require(Int64(signature.dropFirst(2).prefix { $0 != "," }))
          #expect(
            signature == WebhookSignature.header(Array(call.body.utf8), secret: "hush", unixSeconds: seconds))
          #expect(call.headers["x-muster-event"] == event["event"])
          #expect(call.path == "/hook" && event["task"] == "1" && event["kind"] == "k")
          told.append((event["id"] ?? "", event["event"] ?? ""))
          if told.count == 4 { break }
        }
        // The refused one and the redirected one, which is not followed, are told again under the same id.
        #expect(told.map(\.event) == ["submitted", "cancelled", "cancelled", "cancelled"])
        #expect(Set(told.dropFirst().map(\.id)).count == 1)
        let shell = server.activation.shell
        while try await shell.read({ !$0.state.annex.untold.isEmpty }) { await Swift.Task.yield() }
        let text = try await server.call(.get, "/metrics").body
        #expect(text.contains(#"muster_webhook_deliveries_total{result="delivered"} 2"#))
        #expect(text.contains(#"muster_webhook_deliveries_total{result="failed"} 2"#))
      }
    }
  }

  @Test("A receiver that is gone is given up at once, and the next event is told")
  func gone() async throws {
    let receiver = Receiver(answers: [.gone])
    try await receiver.run { address in
      try await Activated.run { server in
        _ = try await server.call(.post, "/api/v1/tasks", #"{"webhook":"\#(address)/gone"}"#)
        _ = try await server.call(.delete, "/api/v1/tasks/1")
        var told: [String] = []
        for await call in receiver.calls {
          told.append(try event(call)["event"] ?? "")
          if told.count == 2 { break }
        }
        #expect(told == ["submitted", "cancelled"])
      }
    }
  }

  @Test("Without leave for private addresses a submission is refused")
  func refused() async throws {
    try await Activated.run {
      $0.webhooks.allowPrivate = false
    } _: { server in
      let answer = try await server.call(.post, "/api/v1/tasks", #"{"webhook":"http://127.0.0.1:1/"}"#)
      #expect(answer.status == 403 && answer.body.contains(#""code":"forbidden""#))
    }
  }
}
