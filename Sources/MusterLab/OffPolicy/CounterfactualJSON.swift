import MusterMath

extension CounterfactualReport {
  /// The report as JSON, the contract for scripts: keys in this order, `null` for what is not known.
  public func json(trace: String) -> String {
    JSONWriter.text(
      .object([
        .init("trace", .string(trace)), .init("level", .number(level)),
        .init("decisions", .integer(decisions)), .init("used", .integer(used)),
        .init(
          "excluded",
          .object([
            .init("withoutOutcome", .integer(excluded.withoutOutcome)),
            .init("withoutPropensity", .integer(excluded.withoutPropensity)),
            .init("inGangs", .integer(excluded.inGangs)),
          ])),
        .init("logged", value(logged)), .init("warnings", .array(warnings.map { .string($0) })),
        .init("policies", .array(targets.map(value))),
      ]), brokenLevels: 3) + "\n"
  }

  private func value(_ estimate: OffPolicyEstimate) -> JSONWriter.Value {
    .object([
      .init("value", .number(estimate.value)), .init("low", .number(estimate.low)),
      .init("high", .number(estimate.high)),
    ])
  }

  private func value(_ target: Target) -> JSONWriter.Value {
    .object([
      .init("policy", .string(target.name)), .init("ips", value(target.inversePropensity)),
      .init("snips", value(target.selfNormalised)), .init("dr", value(target.doublyRobust)),
      .init("effectiveCount", .number(target.overlap.effectiveCount)),
      .init("greatestWeight", .number(target.overlap.greatestWeight)),
      .init("meanWeight", .number(target.overlap.meanWeight)),
      .init("waitingShare", .number(target.waiting)), .init("unseenShare", .number(target.unseen)),
      .init("ruledOutShare", .number(target.ruledOut)), .init("drawnDecisions", .integer(target.drawn)),
      .init("warnings", .array(target.warnings.map { .string($0) })),
    ])
  }
}
