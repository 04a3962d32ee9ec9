import MusterCore
import Testing

@testable import MusterServer

@Suite("A verdict as it is written") struct VerdictTextTests {
  @Test(
    "of a model: yes, no or a number on the last line, or else on the first",
    arguments: [
      ("yes", .accepted, nil), ("Yes.", .accepted, nil), ("**No**", .rejected, nil),
      ("\"no\"\n", .rejected, nil),
      ("No: the sum is 5.\nIt is not 4.", .rejected, nil), ("The sum is right.\n\n  YES  \n", .accepted, nil),
      ("0.7", .accepted, 0.7), ("`0.25`", .rejected, 0.25), ("because\n1", .accepted, 1), ("0", .rejected, 0),
      ("no\nyes", .accepted, nil),
    ] as [(String, Ruling, Double?)])
  func model(_ text: String, _ ruling: Ruling, _ value: Double?) {
    #expect(VerdictText.verdict(in: text, threshold: 0.5) == Verdict(ruling, value: value))
  }

  @Test(
    "of a model is none otherwise",
    arguments: [
      "", "\n", "maybe", "no idea", "yesterday", "1.5", "-0.1", "nan", "0x1p-1", "inf", "7/10", "**",
    ])
  func none(_ text: String) {
    #expect(VerdictText.verdict(in: text, threshold: 0.5) == nil)
  }

  @Test("is a yes from the threshold up")
  func threshold() {
    #expect(Verdict(value: 0.5, threshold: 0.5).ruling == .accepted)
    #expect(Verdict(value: 0.49, threshold: 0.5).ruling == .rejected)
    #expect(Verdict(value: 0, threshold: 0).ruling == .accepted)
  }

  @Test(
    "of a program: its exit status, and before that a number on its last line",
    arguments: [
      (0, "", .accepted, nil), (1, "", .rejected, nil), (2, "", .broken, nil), (2, "0.9", .broken, nil),
      (0, "0.2\n", .rejected, 0.2), (1, "looked at 3 files\n0.9\n\n", .accepted, 0.9),
      (0, "0.2\ndone", .accepted, nil), (1, "3", .rejected, nil),
    ] as [(Int32, String, Ruling, Double?)])
  func program(_ status: Int32, _ output: String, _ ruling: Ruling, _ value: Double?) {
    let verdict = ProgramEnd(way: .exited(status), output: Array(output.utf8)).verdict(threshold: 0.5)
    #expect(verdict.ruling == ruling && verdict.value == value)
    #expect((verdict.trouble != nil) == (ruling == .broken))
  }

  @Test(arguments: [ProgramEnd.Way.timedOut, .signalled(9), .notStarted("no"), .tooMuchOutput, .stopped])
  func aProgramThatEndsOtherwiseIsBroken(_ way: ProgramEnd.Way) {
    #expect(ProgramEnd(way: way, output: Array("1".utf8)).verdict(threshold: 0.5).ruling == .broken)
  }

  @Test("A model is shown what was asked and said, quoted")
  func prompt() throws {
    let answer = JudgedAnswer(
      task: TaskID(7), kind: "k", tenant: "t", agent: "a", attempt: 1,
      input: Array(#"{"model":"m","messages":[{"role":"user","content":"say \"yes\""}]}"#.utf8),
      output: Array(#"{"choices":[{"message":{"role":"assistant","content":"yes"}}],"usage":{}}"#.utf8))
    let prompt = String(decoding: answer.prompt(model: "judge"), as: UTF8.self)
    let content =
      #"{\"question\":[{\"role\":\"user\",\"content\":\"say \\\"yes\\\"\"}],"#
      + #"\"answer\":{\"role\":\"assistant\",\"content\":\"yes\"}}"#
    #expect(prompt.contains(#""model":"judge""#) && prompt.contains(#""content":"\#(content)""#), "\(prompt)")
    #expect(ChatPrompt.content(of: answer.output) == "yes")
  }

  @Test("A program reads the task, the input and the output as they are")
  func json() {
    var answer = JudgedAnswer(
      task: TaskID(7), kind: "k", tenant: "t", agent: "a", attempt: 2, input: Array("[1]".utf8),
      output: Array("{".utf8))
    let head = #"{"task":"7","kind":"k","agent":"a","attempt":2,"input":"#
    #expect(String(decoding: answer.json, as: UTF8.self) == head + #"[1],"output":"{"}"# + "\n")
    (answer.input, answer.output) = ([], [])
    #expect(String(decoding: answer.json, as: UTF8.self) == head + #"null,"output":null}"# + "\n")
  }
}
