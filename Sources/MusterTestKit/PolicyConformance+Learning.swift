import MusterCore

extension PolicyConformance {
  static let learning = [
    PolicyCheck("a policy restored from a snapshot goes on as the one it was taken of") { make in
      for seed in 0..<3 as Range<UInt64> {
        var world = PolicyWorld(seed: seed)
        var policy = try make()
        var (plan, other) = (Plan(), Plan())
        var restored: (any Policy)?
        for step in 0..<80 {
          world.offer()
          if step == 40 {
            var fresh = try make()
            try fresh.restore(policy.snapshot())
            try expect(
              fresh.snapshot() == policy.snapshot(), "seed \(seed): a snapshot of the restored differs")
            restored = fresh
          }
          var frame = world.fixture.frame
          restored?.plan(&frame, into: &other)
          policy.plan(&world.fixture.frame, into: &plan)
          if restored != nil { try expectSame(plan, other, "seed \(seed), step \(step)") }
          let outcomes = world.carryOut(plan)
          policy.observe(outcomes)
          restored?.observe(outcomes)
        }
        try expect(restored?.snapshot() == policy.snapshot(), "seed \(seed): what was learned since differs")
      }
    },
    PolicyCheck("a damaged snapshot is refused and changes nothing") { make in
      var world = PolicyWorld(seed: 4)
      var policy = try make()
      var plan = Plan()
      for _ in 0..<40 {
        world.offer()
        policy.plan(&world.fixture.frame, into: &plan)
        policy.observe(world.carryOut(plan))
      }
      let whole = policy.snapshot()
      var damaged = [whole + [7], Array("no policy wrote this".utf8)]
      for length in stride(from: 1, to: whole.count, by: max(whole.count / 50, 1)) {
        damaged.append(Array(whole[..<length]))
      }
      for bytes in damaged {
        do {
          try policy.restore(bytes)
          throw Unexpected(description: "\(bytes.count) bytes for \(whole.count) were taken for a snapshot")
        } catch is PolicyError {
          try expect(
            policy.snapshot() == whole, "a refused snapshot of \(bytes.count) bytes changed what was learned")
        }
      }
    },
    PolicyCheck("a snapshot of nothing learned forgets what was") { make in
      var world = PolicyWorld(seed: 5)
      var policy = try make()
      let nothing = policy.snapshot()
      var plan = Plan()
      for _ in 0..<40 {
        world.offer()
        policy.plan(&world.fixture.frame, into: &plan)
        policy.observe(world.carryOut(plan))
      }
      try policy.restore(nothing)
      try expect(policy.snapshot() == nothing, "something is left")
    },
  ]
}
