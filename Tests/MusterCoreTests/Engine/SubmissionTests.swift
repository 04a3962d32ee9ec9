import Testing

@testable import MusterCore

@Suite struct SubmissionTests {
  @Test func aTaskIsReadyAtOnce() {
    var scene = Scene()
    let events = scene.submit(task(7))
    #expect(events.kinds == ["submitted"])
    #expect(scene.status(7) == .ready)
    #expect(scene.engine.readyCount == 1 && scene.engine.totals.submitted == 1)
  }

  @Test func everyFieldIsValidated() {
    var scene = Scene()
    scene.submit(task(1).with { $0.idempotencyKey = "k" })
    let limit = Engine.amountLimit
    let cases: [(Task, String)] = [
      (task(1), "task 1: submitted before; expected an id that is new"),
      (task(2).with { $0.idempotencyKey = "k" }, "idempotency key \"k\": taken by task 1"),
      (task(2, cpu: -1), "task 2 demand of cpu: found -1, expected an amount in 0...\(limit)"),
      (
        task(2).with { $0.demand.resources.lanes[6] = limit + 1 },
        "task 2 demand of resource 6: found \(limit + 1), expected an amount in 0...\(limit)"
      ),
      (
        task(2).with { $0.demand.devices = DeviceDemand(count: 1, milliEach: 1001) },
        "task 2 device demand: found 1 x 1001 milli, expected at most 16 devices, 1...1000 milli of each, or none"
      ),
      (
        task(2).with { $0.demand.devices = DeviceDemand(count: 0, milliEach: 5) },
        "task 2 device demand: found 0 x 5 milli, expected at most 16 devices, 1...1000 milli of each, or none"
      ),
      (
        task(2).with { $0.demand.devices = DeviceDemand(count: 17, milliEach: 1000) },
        "task 2 device demand: found 17 x 1000 milli, expected at most 16 devices, 1...1000 milli of each, or none"
      ),
      (task(2).with { $0.value = .nan }, "task 2 value: found nan, expected a finite number"),
      (
        task(2).with { $0.patience = -1 },
        "task 2 patience or time limit: found a negative time, expected >= 0"
      ),
      (
        task(2).with { $0.timeLimit = -1 },
        "task 2 patience or time limit: found a negative time, expected >= 0"
      ),
      (task(2).with { $0.budget = -1 }, "task 2 budget: found -1, expected micro-dollars >= 0"),
      (task(2).with { $0.inputTokens = -1 }, "task 2 tokens: found a negative number, expected >= 0"),
      (task(2).with { $0.outputTokenLimit = -1 }, "task 2 tokens: found a negative number, expected >= 0"),
      (task(2).with { $0.features = [1, .infinity] }, "task 2 feature: found inf, expected a finite number"),
      (
        task(2).with { $0.tenant = TenantID(1 << 20) },
        "tenant: found 1048576, expected an index below 1048576"
      ),
      (
        task(2).with { $0.kind = KindID(1 << 20) },
        "task 2 kind: found 1048576, expected an index below 1048576"
      ),
      (
        task(2, after: [9]),
        "task 2: depends on task 9, which is not known; submit it before, or in the same batch"
      ),
      (task(2, after: [2]), "cyclic dependency: tasks 2 wait for each other"),
    ]
    for (task, message) in cases {
      #expect(scene.refusal(of: .submit(task)) == message)
    }
    for task in [
      task(2).with { $0.retry.attempts = 0 }, task(2).with { $0.retry.backoff = -1 },
      task(2).with { $0.retry.backoffLimit = -1 }, task(2).with { $0.retry.jitter = 1.5 },
      task(2).with { $0.retry.jitter = .nan },
    ] {
      #expect(
        scene.refusal(of: .submit(task)).hasSuffix("expected attempts >= 1, waits >= 0, jitter in 0...1"))
    }
    for task in [
      task(2).with { $0.footprint.memoryMiB = .infinity },
      task(2).with { $0.footprint.dirtyMiBPerSecond = -1 },
    ] {
      #expect(scene.refusal(of: .submit(task)).hasSuffix("expected finite, >= 0"))
    }
  }

  @Test func cyclesAreNamedInTheirOrder() {
    var scene = Scene()
    // 1 waits for 2, 2 for 3, 3 for 1; 4 stands behind the cycle and 5 beside it.
    let batch = [task(1, after: [2]), task(2, after: [3]), task(3, after: [1]), task(4, after: [1]), task(5)]
    #expect(
      scene.refusal(of: .submitAll(batch)) == "cyclic dependency: tasks 1 -> 2 -> 3 wait for each other")
    #expect(
      scene.refusal(of: .submitAll([task(4, after: [6]), task(5, after: [6]), task(6, after: [5])]))
        == "cyclic dependency: tasks 6 -> 5 wait for each other")
    #expect(
      scene.refusal(of: .submitAll([task(1), task(2, after: [2])]))
        == "cyclic dependency: tasks 2 wait for each other")
    #expect(scene.engine.tasks.liveCount == 0)
  }

  @Test func aGangIsOneNodeOfTheGraph() {
    var scene = Scene()
    func member(_ id: UInt64, after: [UInt64] = []) -> Task {
      task(id, after: after).with { $0.gang = GangID(1) }
    }
    // 3 waits for a member of the gang, and another member waits for 3: the gang can never run whole.
    #expect(
      scene.refusal(of: .submitAll([member(1), member(2, after: [3]), task(3, after: [1])]))
        == "cyclic dependency: tasks 1 -> 3 wait for each other")
    #expect(
      scene.refusal(of: .submitAll([member(1), member(2, after: [1])]))
        == "cyclic dependency: tasks 2 -> 1 wait for each other")
  }

  @Test func aBatchIsTakenWholeOrNotAtAll() {
    var scene = Scene(EngineConfiguration(taskLimit: 3))
    let good = [task(1), task(2)]
    #expect(
      scene.refusal(of: .submitAll(good + [task(1)]))
        == "task 1: submitted before; expected an id that is new")
    #expect(
      scene.refusal(of: .submitAll(good + [task(3, after: [8])]))
        == "task 3: depends on task 8, which is not known; submit it before, or in the same batch")
    #expect(
      scene.refusal(of: .submitAll(good + [task(3), task(4)]))
        == "queue full: 3 tasks are waiting or running; try again later")
    let key = good.map { $0.with { $0.idempotencyKey = "k" } }
    #expect(scene.refusal(of: .submitAll(key)) == "idempotency key \"k\": taken by task 1")
    #expect(scene.ask(.submitAll(good)).kinds == ["submitted", "submitted"])
    #expect(scene.ask(.submitAll([])).isEmpty)
  }

  /// In the order of the facts every task stands behind those that it depends on.
  @Test func factsOfABatchAreInOrderOfDependence() {
    var scene = Scene()
    let events = scene.ask(.submitAll([task(1, after: [2, 3]), task(2, after: [3]), task(3)]))
    let order = events.compactMap { if case .submitted(let task) = $0 { task.id.rawValue } else { nil } }
    #expect(order == [3, 2, 1])
    #expect(scene.statuses(1, 2, 3) == [.submitted, .submitted, .ready])
  }

  @Test func gangsComeWholeWithOneTenantOnePriorityAndOnePatience() {
    var scene = Scene()
    func member(_ id: UInt64) -> Task { task(id).with { $0.gang = GangID(1) } }
    let mixed =
      "gang 1: found members of different tenants or priorities, expected one tenant and one priority"
    #expect(scene.refusal(of: .submitAll([member(1), member(2).with { $0.priority = 1 }])) == mixed)
    #expect(scene.refusal(of: .submitAll([member(1), member(2).with { $0.tenant = TenantID(1) }])) == mixed)
    #expect(
      scene.refusal(of: .submitAll([member(1), member(2).with { $0.patience = 0 }]))
        == "gang 1: found members with and without patience, expected all with or all without")
    scene.ask(.submitAll([member(1), member(2)]))
    #expect(
      scene.refusal(of: .submit(member(3)))
        == "gang: found 1, in use, expected a gang submitted whole in one batch")
  }

  @Test func tenantsAndNamesAreValidated() {
    var scene = Scene()
    #expect(
      scene.refusal(of: .setTenant(Tenant(id: TenantID(1), weight: 0)))
        == "tenant weight: found 0.0, expected a number above 0")
    #expect(
      scene.refusal(of: .setTenant(Tenant(id: TenantID(1), weight: .nan)))
        == "tenant weight: found nan, expected a number above 0")
    #expect(
      scene.refusal(of: .setTenant(Tenant(id: TenantID(1), budget: -1)))
        == "tenant budget: found -1, expected micro-dollars >= 0")
    #expect(scene.refusal(of: .define(.kind, "")) == "kind name: found \"\", expected a name")
    #expect(scene.ask(.define(.kind, "ocr")).kinds == ["defined"])
    #expect(scene.ask(.define(.kind, "ocr")).isEmpty)
    #expect(scene.engine.vocabulary.index(of: "ocr", in: .kind) == 1)
    for name in ["a", "b", "c", "d", "e"] { scene.ask(.define(.resource, name)) }
    #expect(scene.refusal(of: .define(.resource, "f")) == "resource names: all 8 are taken")
    #expect(
      scene.refusal(of: .submit(task(1).with { $0.demand.resources.lanes[3] = -2 }))
        == "task 1 demand of a: found -2, expected an amount in 0...\(Engine.amountLimit)")
  }
}
