import MusterLab

/// What a campaign found, for people.
struct CampaignText {
  let findings: Findings
  /// Wall-clock time of the campaign.
  let seconds: Double
  /// Whether a plan was run, and not seeds.
  let isPlan: Bool

  /// Failures one by one, told in full for the first few, then the totals.
  var text: String {
    var text = ""
    for failed in findings.failures.prefix(Self.told) { text += told(failed) + "\n" }
    if findings.failures.count > Self.told {
      text += "and \(findings.failures.count - Self.told) more: --json tells all\n\n"
    }
    text +=
      "\(Number.count(findings.seeds, isPlan ? "plan" : "seed")), \(Number.count(findings.steps, "step")), "
    text += "\(Number.count(findings.requests, "request")), \(Number.count(findings.facts, "fact")) "
    text += "in \(Number.text(seconds)) s\n"
    return text + (findings.failures.isEmpty ? "all checks held\n" : "")
  }

  private static let told = 10

  /// One line on how it ended.
  var verdict: String {
    isPlan ? "the plan fails" : "\(findings.failures.count) of \(Number.count(findings.seeds, "seed")) failed"
  }

  private func told(_ failed: Findings.Failed) -> String {
    var text = "seed \(failed.scenario.seed) FAILED \(failed.failure)\n"
    if !isPlan { text += "  reproduce: muster simulate --seed \(failed.scenario.seed)\n" }
    if failed.shrunk != failed.scenario {
      text += "  shrunk, it fails \(failed.shrunkFailure)\n"
    }
    if failed.shrunk != failed.scenario || !isPlan {
      text += "  \(isPlan ? "reproduce" : "or"): \(failed.command)\n"
    }
    return text
  }
}
