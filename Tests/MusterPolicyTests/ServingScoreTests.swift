import MusterCore
import MusterPolicy
import Testing

@Suite("Scores of serving") struct ServingScoreTests {
  private func request(_ id: UInt64, tokens: Int32, _ prefix: [UInt32]) -> Task {
    var request = Task(id: TaskID(id), inputTokens: tokens)
    request.prefix = prefix
    return request
  }

  /// Plans the requests one after the other; each is over before the next comes, as far as leases go.
  private func choices(_ policy: inout any Policy, _ requests: [Task], agents list: [Agent]? = nil) -> [Int32]
  {
    var fixture = FrameFixture(agents: list ?? agents(2))
    var plan = Plan()
    return requests.map { request in
      fixture.offer([request])
      policy.plan(&fixture.frame, into: &plan)
      fixture.decideAgain()
      return plan.agents[0]
    }
  }

  @Test("prefix sends what is alike to one agent, first-token does until others read sooner")
  func localityAndLoad() throws {
    let alike = (1...4).map { request($0, tokens: 2048, [1, 2, 3, UInt32(100 + $0)]) }
    var prefix = try Sentence.parse("prefix-affinity")
    let first = choices(&prefix, alike)
    #expect(Set(first).count == 1)
    var soonest = try Sentence.parse("first-token")
    let second = choices(&soonest, alike)
    // Where the first went, 512 of 2,048 tokens are left to read, but its 2,048 come before: nothing is gained.
    #expect(second[0] != second[1])
    // Prompts of which nothing is known are spread.
    var spread = try Sentence.parse("first-token")
    let others = choices(&spread, (1...4).map { request($0, tokens: 2048, [UInt32($0)]) })
    #expect(others.filter { $0 == 0 }.count == 2)
  }

  @Test("first-token is the seconds until the first token") func seconds() throws {
    var list = agents(2)
    list[1].speed = 2
    var fixture = FrameFixture(agents: list)
    var policy = try Sentence("first-token(rate: 1000, block: 10) | best").policy()
    var plan = Plan()
    fixture.offer([request(1, tokens: 40, [1, 2, 3, 4])])
    policy.plan(&fixture.frame, into: &plan)
    #expect(plan.agents == [1] && plan.scores == [Double(Float(-0.02))])
    fixture.decideAgain()
    // The fast agent has read three of the four blocks at 0.02 s; the slow one would read all four.
    fixture.offer([request(2, tokens: 40, [1, 2, 3, 5])], at: Instant(10_000_000), explaining: 2)
    policy.plan(&fixture.frame, into: &plan)
    let explanation = try #require(plan.explanations[0])
    #expect(explanation.agents == [AgentID(2), AgentID(1)])
    #expect(explanation.scores == [-Float(0.01 + 0.005), -0.04])
  }

  @Test("What agents were given is remembered in a snapshot, and a foreign one is refused") func snapshots()
    throws
  {
    for word in ["prefix", "first-token"] {
      let sentence = "\(word)(blocks: 5) | best"
      var policy: any Policy = try Sentence.parse(sentence)
      let requests = (1...9).map { request($0, tokens: 4096, [UInt32($0 % 3), UInt32($0 % 2 + 10)]) }
      _ = choices(&policy, requests)
      let bytes = policy.snapshot()
      var restored: any Policy = try Sentence.parse(sentence)
      try restored.restore(bytes)
      #expect(restored.snapshot() == bytes)
      #expect(choices(&restored, requests) == choices(&policy, requests))
      var smaller: any Policy = try Sentence.parse("\(word)(blocks: 2) | best")
      #expect(throws: PolicyError.self) { try smaller.restore(bytes) }
    }
  }
}
