import MusterLab
import MusterServer
import Synchronization

/// A trainer's questions, which an endpoint answers while training goes on.
final class Annotation: Sendable {
  private struct State {
    var waiting: [TrainingQuestion] = []
    var answers: [(number: Int, score: Float?)] = []
    var callers = 0
    var (given, failed) = (0, 0)
    var trouble: String?
  }

  /// Questions that wait here for the endpoint, at most.
  private static let limit = 256
  private let annotator: EndpointAnnotator
  private let state = Mutex(State())

  init(_ annotator: EndpointAnnotator) { self.annotator = annotator }

  /// Gives the trainer the answers that have come and takes questions in their place. Throws where the endpoint has
  /// failed at all that it was asked.
  func exchange(with training: inout TrainingRun) throws(CommandFailure) {
    let (answers, room, trouble) = state.withLock { state in
      let answers = state.answers
      state.answers = []
      return (answers, Self.limit - state.waiting.count, state.given == 0 ? state.trouble : nil)
    }
    if let trouble { throw .other(trouble) }
    training.annotate { trainer in
      for answer in answers { trainer.answer(answer.number, answer.score) }
      let questions = trainer.takeQuestions(room)
      state.withLock { $0.waiting += questions }
    }
    let callers = state.withLock { state in
      let more = max(min(annotator.concurrency, state.waiting.count) - state.callers, 0)
      state.callers += more
      return more
    }
    for _ in 0..<callers { Task { await call() } }
  }

  /// Asks until nothing waits.
  private func call() async {
    while let question = next() {
      do {
        let score = try await annotator.score(question.text)
        state.withLock { state in
          state.given += 1
          state.answers.append((question.number, score))
        }
      } catch {
        state.withLock { state in
          state.failed += 1
          state.trouble = error.description
          state.answers.append((question.number, nil))
        }
      }
    }
  }

  private func next() -> TrainingQuestion? {
    state.withLock { state in
      if state.waiting.isEmpty {
        state.callers -= 1
        return nil
      }
      return state.waiting.removeFirst()
    }
  }

  /// Asks nothing more, and says how it went.
  func end() async -> String {
    let text = state.withLock { state in
      state.waiting = []
      let failures = state.trouble.map { ", \(state.failed) without one, the last: \($0)" } ?? ""
      return state.given == 0
        ? "annotator: no answers came, nothing was learned from any\(failures)"
        : "annotator: \(state.given) answers\(failures)"
    }
    // What is still asked is called off: that is no failure.
    await annotator.close()
    return text
  }
}
